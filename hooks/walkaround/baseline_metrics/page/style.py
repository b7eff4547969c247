"""How the page looks: one style sheet with two palettes, for screens from 320 pixels up and for paper.

What a colour says, a shape or a word says too: lines differ by dashes and dots, verdicts by sign and word.
"""

from collections.abc import Mapping

# Every colour that text or a line is drawn in stands out from `paper` by at least 4.5 to 1; `rule` is decoration.
LIGHT: Mapping[str, str] = {
    "paper": "#fdfcf9",
    "ink": "#1f1d1a",
    "soft": "#5d5850",
    "rule": "#dcd7cd",
    "fill": "#ece8df",
    "ai": "#a04a06",
    "human": "#1d5c9c",
    "good": "#1b6b3a",
    "bad": "#a82a20",
}
DARK: Mapping[str, str] = {
    "paper": "#171614",
    "ink": "#ebe7df",
    "soft": "#aca69b",
    "rule": "#3c3934",
    "fill": "#2b2925",
    "ai": "#f0a45c",
    "human": "#8bbcf2",
    "good": "#84cf9c",
    "bad": "#f59d92",
}


def _palette(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())


_RULES = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:76rem;background:var(--paper);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;
font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
h1,h2{font-family:Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Liberation Serif",serif;font-weight:600;
line-height:1.15;letter-spacing:-.01em}
h1{font-size:clamp(1.8rem,1.3rem + 2.4vw,2.8rem);margin:.1em 0 .25em}
h2{font-size:1.6rem;margin:0 0 .6rem;padding-top:.9rem;border-top:2px solid var(--ink)}
h3{font-size:1rem;font-weight:600;line-height:1.3;margin:0}
p{margin:0 0 .8rem;max-width:42rem}
section{margin-top:3rem}
code{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em}
a{color:inherit;text-underline-offset:.18em;text-decoration-thickness:1px;text-decoration-color:var(--soft)}
a:hover{text-decoration-color:var(--ink);text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--human);outline-offset:3px}
main:focus{outline:none}
.soft,small{color:var(--soft)}
small{font-size:.84rem}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-6rem;padding:.5rem 1rem;background:var(--ink);color:var(--paper);z-index:1}
.skip:focus{top:.5rem}
.kicker{color:var(--soft);margin:0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;margin:1.2rem 0 0;padding:0}
nav a{display:inline-block;padding:.2rem 0}
table{border-collapse:collapse;text-align:right;font-size:.94rem}
caption{text-align:left;color:var(--soft);font-size:.84rem;padding-bottom:.35rem}
th,td{padding:.32rem .9rem .32rem 0;vertical-align:baseline;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-size:.84rem;vertical-align:bottom;line-height:1.3}
tbody th{text-align:left}
tbody tr{border-top:1px solid var(--rule)}
td small{display:block;line-height:1.35}
.n{white-space:nowrap}
.l{text-align:left}
.scroll{overflow-x:auto;max-width:100%}
.wide{width:100%}
.wide thead th:first-child{text-align:left}
.wide th,.wide td{overflow-wrap:break-word}
.targets th:nth-child(n+5),.targets td:nth-child(n+5){text-align:left}
.targets tbody th,.names tbody th{min-width:8.5rem;line-height:1.35}
.names tbody th{overflow-wrap:anywhere}
.weeks td,.weeks tbody th{white-space:nowrap}
.weeks i{display:inline-block;min-width:4.6em;margin-left:.5em;text-align:left;font-style:normal;font-size:.84rem;
color:var(--soft)}
.weeks thead th+th{text-align:center}
.mark.slim{display:none}
caption{max-width:calc(100vw - 2.5rem)}
.met,.better{color:var(--good)}
.missed,.worse{color:var(--bad)}
.met,.missed{font-weight:600}
.mark{display:inline-block;width:1.15em;text-align:center;margin-right:.15em}
.picture{display:grid;gap:1.5rem 2.5rem;margin:0;grid-template-columns:minmax(0,1fr)}
.picture .long{max-height:24rem;overflow-y:auto}
.row{display:grid;gap:.6rem 2rem;padding:1.1rem 0;border-top:1px solid var(--rule);grid-template-columns:minmax(0,1fr)}
.row:first-of-type{border-top:0;padding-top:.2rem}
.row table{width:100%}
.plain table{table-layout:fixed}
.plain tbody th{white-space:nowrap}
.plain th:nth-child(n+2),.plain td:nth-child(n+2){width:23%}
.plain th:nth-child(3),.plain td:nth-child(3){width:34%}
.row tbody tr:first-child{font-weight:600}
.row tbody tr:first-child td,.row tbody tr:first-child th{font-weight:inherit}
.row tbody tr:first-child td+td{font-weight:400}
.row p{font-size:.9rem;margin:.3rem 0 0;line-height:1.45}
.basis{white-space:nowrap}
details{font-size:.9rem;margin-top:.35rem}
.more{display:flex;flex-wrap:wrap;gap:0 1.4rem}
.more details[open]{flex-basis:100%;min-width:0}
summary{cursor:pointer;color:var(--soft);width:fit-content;padding:.1rem 0}
summary:hover{color:var(--ink)}
details p,details .scroll{margin:.3rem 0 .5rem}
.row details table{font-size:.84rem}
.row details tbody tr:first-child td,.row details tbody tr:first-child th{font-weight:400}
svg{display:block;max-width:100%;height:auto;overflow:visible}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:var(--soft);
font-variant-numeric:tabular-nums}
svg .t{font-size:13px;font-weight:600;fill:var(--ink)}
svg .e{text-anchor:end}
svg .m{text-anchor:middle}
svg path,svg rect{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
svg .g{stroke:var(--rule);stroke-width:1}
svg .b{stroke:var(--soft);stroke-width:1}
svg .all{stroke:var(--ink)}svg text.all{fill:var(--ink);stroke:none}
svg .ai{stroke:var(--ai);stroke-dasharray:5 4}svg text.ai{fill:var(--ai);stroke:none}
svg .human{stroke:var(--human);stroke-dasharray:.1 4}svg text.human{fill:var(--human);stroke:none}
svg .d{stroke-width:5;stroke-dasharray:none}
svg .d.ai{stroke-linecap:square}
svg .w{stroke:var(--soft);stroke-width:1.2;stroke-dasharray:none}
svg .w.ai{stroke:var(--ai)}svg .w.human{stroke:var(--human)}
svg .c{stroke:var(--ink);stroke-width:1.2;fill:var(--fill);stroke-linejoin:miter}
svg .q{stroke:none;fill:var(--soft)}
svg .p{stroke-dasharray:2 2}
svg .f{fill:var(--ai);stroke:none}
svg .o{stroke:var(--ink);fill:var(--paper);stroke-width:1.2;stroke-dasharray:none}
svg .o.ai{stroke:var(--ai)}svg .o.human{stroke:var(--human)}
svg .a{fill:var(--fill)}
.narrow{display:none}
dl{margin:0}
.missing{columns:22rem;column-gap:3rem}
.missing div{break-inside:avoid;padding-bottom:.9rem}
.missing dt{margin:0}
dt{font-weight:600;margin-top:1rem}
dd{margin:.1rem 0 0;max-width:42rem}
.tables{display:grid;gap:2rem 3rem;grid-template-columns:minmax(0,1fr)}
.bar{display:inline-block;height:.55em;background:var(--soft);margin-right:.5em;max-width:5rem}
ul.notes{padding-left:1.1rem;max-width:44rem}
ul.notes li{margin-bottom:.5rem}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;font-size:.9rem;color:var(--soft);list-style:none;
padding:0;margin:0 0 1rem}
.key svg{display:inline-block;vertical-align:middle;margin-right:.45rem}
.printed{display:none}
footer{margin-top:3rem;border-top:1px solid var(--rule);padding-top:.8rem;font-size:.9rem;color:var(--soft)}
@media (min-width:44rem){
.row{grid-template-columns:minmax(0,1fr) 20rem}
.plain{grid-column:2;grid-row:1/span 2}
.more{grid-column:1/-1}
.tables{grid-template-columns:repeat(auto-fit,minmax(24rem,1fr))}
}
@media (min-width:66rem){
.row{grid-template-columns:minmax(0,1fr) 24rem 20rem}
.row{grid-template-rows:auto 1fr}
.chart{grid-column:3;grid-row:1/span 2}
.more{grid-column:1;grid-row:2;align-content:start}
}
@media (min-width:76rem){
.picture{grid-template-columns:minmax(0,1fr) 31.5rem;align-items:start}
.picture td,.picture th{padding-right:.6rem}
.picture .long{max-height:31rem}
}
@media screen and (max-width:40rem){
body{padding:1.25rem 1rem 3rem}
.full{display:none}
.narrow{display:block}
.mark.slim{display:inline-block}
th,td{padding-right:.6rem}
.targets tbody th{min-width:7.5rem}
.weeks i{display:block;margin:0;min-width:0;text-align:right}
.weeks thead th+th{text-align:right}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media (forced-colors:active){svg path,svg rect{stroke:CanvasText}svg .f{fill:Highlight}svg text{fill:CanvasText}}
@media print{
@page{margin:16mm 14mm}
html{font-size:12px}
body{max-width:none;padding:0;background:none}
nav,.skip,.more,details,.narrow{display:none}
.printed{display:block}sup.printed{display:inline;font-size:.7em;color:var(--soft)}
section{margin-top:1.6rem}
h2,h3,caption,section>p,.key{break-after:avoid}
p{break-inside:avoid}
.row,tr,figure,svg,dt{break-inside:avoid}
dt{break-after:avoid}
.row{grid-template-columns:minmax(0,1fr) 23rem 14rem;gap:.4rem 1.2rem;padding:.6rem 0}
.plain,.chart{grid-row:1}
.plain{grid-column:2}
.chart{grid-column:3}
.picture .scroll,.scroll{overflow:visible;max-height:none}
.weeks td,.weeks th{padding-top:.15rem;padding-bottom:.15rem}
.printed dl{columns:2;column-gap:2rem;font-size:.9rem;line-height:1.4}
.printed dt{margin-top:.5rem}
}
"""


def sheet() -> str:
    """All of it, without line ends."""
    light = f":root{{color-scheme:light dark;{_palette(LIGHT)}}}"
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{_palette(DARK)}}}}}"
    return light + dark + _RULES.replace("\n", "")
