"""The words that say nothing about a change: with them alone, any question about any change can be answered.

They are compared by their stems. A word is here because it praises, assures, postpones, or names what every change
has ("code", "change", "error handling"). What names a thing of one program (file, list, rename) is not.
"""

# ruff: noqa: RUF001 - quotes, boxes and letters that people write

from functools import cache

_FUNCTION = """
a an and are as at be been being but by can cannot could did do does doing don for from get gets got had has have
having
he her here him his how i if in into is isn it its itself just let may me might mine more most much must my myself nor
not now of off on once only onto or other others our ours out over own per shall she should so some such than that the
their theirs them themselves then there therefore these they this those through thus to too under until up upon us very
via was wasn we were what when where whether which while who whom whose why will with within without won would yet you
your yours yourself aren doesn didn hasn haven shouldn wouldn couldn ve ll re im id isnt doesnt dont didnt cant wont
thats theres theyre weve ive also about above after again all almost already although always am among any anybody
anyone
anything anyway anywhere because before behind below beside besides between both during each either else enough even
ever every everybody everyone everything everywhere however indeed instead least less lot many maybe neither never next
no nobody none nothing nowhere often one ones perhaps quite rather really same several since somehow someone something
sometimes still though together toward towards well whatever whenever wherever whichever whoever across along around
per etc eg ie vs ok okay oh well two both first second third last
"""
_EMPTY = """
n/a na nil null none nope nah yes yep yeah yup sure no not-applicable applicable inapplicable relevant irrelevant
relevance tbd todo tba tbc wip fixme pending later soon eventually fill fills filled filling tomorrow unknown unsure
idk dunno whatever skip skipped
done finished complete completed completely completion accomplished lgtm sgtm ack acknowledged agreed approved approve
good great fine nice excellent perfect perfectly awesome well solid clean cleanly neat okay right correct correctly
correctness properly proper appropriate appropriately adequate adequately suitable suitably sufficient sufficiently
reasonable reasonably acceptable accordingly careful carefully thorough thoroughly rigorous rigorously diligent
diligently comprehensive comprehensively extensive extensively exhaustive exhaustively complete full fully total
totally
entire entirely whole wholly overall general generally usual usually typical typically normal normally common commonly
standard standards regular regularly default ordinary obvious obviously evident evidently clear clearly simple simply
trivial trivially straightforward easy easily basic basically essential essentially self explanatory selfexplanatory
robust robustly robustness reliable reliably reliability stable stability safe safely safety secure securely security
secured sound soundness quality high highly top best better practice practices principle principles convention
conventions guideline guidelines industry state art modern clean maintainable maintainability readable readability
scalable scalability efficient efficiently efficiency performant performance optimal optimally optimized optimised
optimise
optimize optimization fast quick quickly smooth smoothly seamless seamlessly graceful gracefully elegant elegantly
flexible flexibility consistent consistently consistency effective effectively
handle handled handles handling cover covered covers coverage consider considered considers consideration
considerations
address addressed addresses addressing take taken takes care account attention mind keep kept deal dealt
check checked checks checking recheck rechecked doublecheck doublechecked double verify verified verifies verification
validate validated validates validation valid validity sanitize sanitized sanitised sanitise sanitization sanitisation
review reviewed reviews reviewing reviewer reviewers inspect inspected inspection examine examined look looks looked
looking test tested tests testing tester untested retested confirm confirmed confirms confirmation ensure ensured
ensures ensuring assure assured assures guarantee guaranteed guarantees make makes made making sure certain certainly
definitely absolutely surely indeed truly honest honestly believe believed think thought guess hope hopefully trust
trusted feel seem seems appear appears expected expect expects expectation expectations expectedly intended intend
intention work works worked working function functions functional functionality functioning behave behaves behaviour
behavior behaviors run runs fix fixed fixes resolve resolved resolves solve solved implement implemented implements
implementation implementations apply applied applies follow followed follows following adhere adheres adherence comply
complies compliance compliant meet meets met satisfy satisfied satisfies fulfil fulfilled fulfills support supported
supports provide provided provides perform performed performs use used uses using usage utilize utilized leverage
leveraged leverages add added adds adding update updated updates change changed changes changing modification
modifications modify modified improve improved improves improvement improvements enhance enhanced enhancement
enhancements need needs needed needing require required requires requirement requirements necessary necessarily
unnecessary want wanted like likes
issue issues problem problems concern concerns concerned concerning trouble worry worries risk risks risky impact
impacts impacted affect affects affected effect effects influence implication implications bug bugs defect defects
flaw flaws error errors exception exceptions failure failures fail fails edge edges case cases corner scenario
scenarios
situation situations possibility possible possibly potential potentially circumstance circumstances condition
conditions aspect aspects area areas point points matter matters topic item items part parts piece thing things stuff
detail details detailed specific specifics respective relevant related
input inputs output outputs data value values user users system systems application applications app project projects
codebase code codes coding logic feature features solution solutions approach approaches method methods process
processes component components module modules level levels way ways manner place places section question questions
answer answers answered asked ask comment checklist template box boxes list-item line above below mentioned described
description see refer reference please note noted described pull request requests pr mr merge commit commits diff
branch
patch ticket jira github gitlab repo repository
local locally machine environment environments documented running manual manually automatic automatically human person
people team teammate colleague author developer developers engineer engineers reader readers assistant assistants ai
llm model models tool tools help helped assisted generated generate written write wrote read reads reading lines
new old existing current currently previous previously present future further additional additionally extra minor major
small big large little bit huge tiny few number numbers amount time times day moment today
thank thanks cheers regards hi hello welcome sorry ty np
ci pipeline green passing pass passes passed success successful successfully succeed succeeds ready ship shipit merge
mergeable production deploy release going go goes come comes came ahead start end result results resulting
blah bla foo bar baz foobar lorem ipsum dolor sit amet consectetur adipiscing elit asdf qwerty xyz abc abcd test123
placeholder example sample text filler dummy something
important importance key critical crucial vital main mainly primary primarily various different variety multiple
wide broad range set respective throughout wherever
understand understood understanding know known knows aware awareness responsible responsibility read-through serious
seriously information priority restrict restricted restricts restriction
restrictions privilege privileges least principle unauthorized unauthorised misuse comfortable happy satisfied pleased
layer layers mechanism mechanisms sense accounted sanity

architecture architectural design designs designed designing structure structured pattern patterns solid dry kiss
duplicate duplicated duplicates duplication redundancy redundant reuse reused reusable clean-code
concurrency concurrent concurrently race races thread-safe threadsafe thread safe parallel deadlock deadlocks
dependency dependencies package packages api apis version versions pinned upstream
secret secrets personal sensitive private leak leaks leaked leaking exposed expose exposes exposure
access accesses permission permissions authorization authorisation authentication authenticated authorized authorised
auth allow allowed allows stop stops scale scales scaling load
situation observed found find finds identified identify identifies detected detect spotted noticed
mitigate mitigated mitigation prevent prevented prevents preventing avoid avoided avoids avoiding protect protected
protects protection
bad wrong broken break breaks breaking breakage harm harmful danger dangerous
introduce introduced introduces introducing involve involved involves involving contain contains contained containing
include included includes including exist exists existed
"""
# What polished texts are made of: they promise, weigh and praise, and name nothing.
_POLISH = """
evaluate evaluated evaluates evaluation evaluating assess assessed assesses assessment analyze analyse analyzed
analysed
analysis analyses investigate investigated investigation scrutinize scrutinise scrutinized scrutinised scrutiny
contemplate contemplated contemplating ponder pondered deliberate deliberately deliberation anticipate anticipated
anticipates anticipating anticipation foresee foreseen foreseeable unforeseen plan planned planning
establish established establishes integrate integrated integrates integrating integration integrations promote promoted
promotes promoting foster fosters fostering facilitate facilitates facilitated facilitating enable enables enabled
enabling empower empowers streamline streamlined streamlines align aligned aligns aligning alignment accordance accord
conform conforms conformed conforming conformance compatible compatibility incompatible coherent coherence cohesive
cohesion couple coupled coupling decouple decoupled decoupling encapsulate encapsulated encapsulates encapsulation
abstraction abstractions modular modularity modularize modularized extensible extensibility extendable composable
idiomatic idioms idiom pragmatic holistic meticulous meticulously prudent prudently sensible sensibly rational
rationale
logical logically systematic systematically strategic strategically strategy strategies methodology methodologies
methodical methodically disciplined discipline expertise expert experts experience experiences experienced qualified
competent senior professional professionally craftsmanship
manage managed manages managing management maintain maintained maintains maintaining maintenance preserve preserved
preserves preserving preservation uphold upheld upholds adopt adopted adopts adopting adoption employ employed employs
employing incorporate incorporated incorporates incorporating embed embedded accommodate accommodates accommodated
accommodating govern governed governs governance oversee oversight orchestrate orchestrated regulate regulated
regulation regulations regulatory enforce enforced enforces enforcing enforcement
resilient resilience tolerant tolerance fault faults tolerate tolerated tolerates battle hardened harden hardening
bulletproof rock future proof proofed world class cutting leading enterprise grade production-grade production-ready
foolproof watertight airtight ironclad flawless flawlessly impeccable impeccably pristine superb outstanding
exceptional
exceptionally remarkable remarkably notable notably effortless effortlessly intuitive intuitively friendly
user-friendly
pleasant delightful delight polished refined sophisticated innovative advanced state-of-the-art powerful versatile
dynamic dynamically lightweight minimal minimally minimise minimize minimized minimised minimizing reduce reduced
reduces reducing reduction limit limits limited limiting increase increased increases increasing decrease decreased
boost boosts boosted enhance enrich enriched maximize maximise maximized maximised maximum minimum
demand demands demanding grow grows growing growth growths workload workloads capacity capacities throughput latency
traffic volume volumes bottleneck bottlenecks overhead resource resources footprint consumption utilization utilisation
bandwidth horizontal horizontally vertical vertically linear scale-out peak sustain sustained sustainable sustainably
mode modes anomaly anomalies unexpected unexpectedly exceptional invalid malformed malicious untrusted trusted
suspicious
abuse abused attack attacks attacker attackers vector vectors threat threats vulnerability vulnerabilities vulnerable
exploit exploits exploited exploitable injection injections tamper tampering intrusion breach breaches compromise
compromised confidential confidentiality integrity privacy private compliance audit audits audited auditing
unintended undesired undesirable adverse adversely negative negatively positive positively optimum disruption
disruptions disrupt interruption interruptions interrupted degradation inconsistency inconsistencies inconsistent
corruption conflict conflicts conflicting interference interfere starvation contention
informative meaningful meaningfully helpful helpfully descriptive actionable insightful clearly understandable
transparent transparency visible visibility observability observable traceable traceability accountable accountability
stakeholder stakeholders business organization organisation organizational company department policy policies legal
lifecycle workflow workflows ecosystem infrastructure landscape domain domains context contexts contextual operation
operations operational operate operates operated operating action actions activity activities task tasks
boundary boundaries constraint constraints contract contracts invariant invariants guardrail guardrails safeguard
safeguards safeguarded precaution precautions measure measures countermeasure countermeasures protocol protocols
procedure procedures protocol-level rule rules guidance recommendation recommendations recommend recommended
framework frameworks paradigm paradigms separation separations responsibility responsibilities ownership single-purpose
building block blocks foundation foundations fundamental fundamentally cornerstone base-line baseline
synchronize synchronized synchronise synchronised synchronization synchronisation coordination coordinate coordinated
coordinates isolate isolated isolates isolation safe-guarded serialize serialized
accurate accurately accuracy precise precisely precision exact exactly faithful faithfully predictable predictably
deterministic deterministically dependable dependably steady steadily durable durability responsive responsiveness
availability available continuous continuously continuity uninterrupted ongoing constant constantly permanently
regardless irrespective depending depends depend according accordingly based basis basically
ample sizable significant significantly substantial substantially considerable considerably meaning noticeable
noticeably measurable measurably tangible negligible marginal marginally minimal severe severity
reflect reflects reflected represent represents represented demonstrate demonstrates demonstrated illustrate
illustrates validate-able justify justified justifies justification warrant warranted merit merits
aim aims aimed goal goals objective objectives purpose purposes target targets targeted vision mission value-add
benefit benefits benefited advantage advantages gain gains outcome outcomes deliver delivers delivered delivering
delivery achieve achieves achieved achieving achievement accomplish accomplishes attain attained
remain remains remained stay stays stayed continue continues continued
real world practical practically realistic real-world theoretical theoretically everyday typical
recover recovers recovered recovery recoverable reject rejects rejected rejecting rejection refuse refused trigger
triggered triggers surface report reported reports reporting monitor monitored monitors monitoring alert alerts alerted
logic-wise sanity sanitary hygiene whitelist-based rigor rigour diligence scrutinised robustly-built
community ours widely broadly across-the-board end-to-end unit-level thought-out thoughtfully thoughtful mindful
mindfully conscientious conscientiously attentive attentively vigilant vigilance cautious cautiously caution
deal-breaker showstopper blocker blockers caveat caveats gotcha gotchas surprise surprises side
individual individuals party parties entity entities actor actors principal principals audience audiences
malfunction malfunctions outage outages downtime uptime incident incidents glitch glitches hiccup hiccups mishap
mishaps
worst worse best-case worst-case corner-case edge-case happy unhappy path paths flow flows
comply-with abide abides abided respects respect respected respecting honour honored honoured obey obeys
iteration iterations iterative iteratively incremental incrementally refine refining refinement
discuss discussed discussing discussion meeting meetings chat slack sync offline agreed agreement
intelligent intelligently smart smartly clever cleverly wise wisely judicious judiciously
undergo undergoes underwent conduct conducted conducts carry carried carries treat treated treats processed processing
store stored stores shared strict strictly stringent tight tightly downstream supplied supply guard guards guarded
cycle cycles confirm weakness weaknesses shortcoming shortcomings unlikely likely noticed notice control controlled
controls hardcoded hard-coded location locations place placed placement logical neat neatly fit fits fitting extend
extended extends extending regression regressions state states stateful modified manner
safely across multiple several various numerous countless weakness weaknesses owasp dealt cope copes coping
withstand withstands endure strong strongly strength solidly firm firmly weak sane sanely gentle gently
zero chance chances probability unless-otherwise rare rarely-ever odds extremely highly-unlikely
correctness-first security-first mindset culture effort efforts lengths great-lengths love loved pride proud
feedback signal signals signal-wise indication indications hint hints notify notified notifies notification
hierarchy tier tiers stack stacks layered layering centralised centralized central centrally unified unify single
sources source truth true false fact facts indeed-so pitfall pitfalls trap traps danger-free trustworthy
special specially receive received receives legitimate legit reach reaches reached build built builds slow slowdown
slowdowns complexity complex simultaneous simultaneously invocation invocations invoke invoked battery criteria
criterion
correspond corresponding correspondingly acceptance step steps utmost development defensive defensively needless
needlessly present presented presents early late phase phases stage stages cater catered caters intercept intercepted
communicate communicated communicates display displayed displays propagate propagated propagates imagine imagined
imaginable sort sorts kind kinds unsafe harmonious harmoniously blend blends blended judgement judgment engineering
engineered mature maturity proven prove proves trustworthiness worthy recover anywhere accurate intact prime foremost
forefront core heart backbone ground-up top-notch rest assured confidence confident confidently peace minded conducive
happening occur occurs occurred occurring occurrence occurrences arise arises arising arose emerge emerges encounter
encountered encounters face faced facing respond responds responded response responses react reacts reaction
soon-to-be timely time-tested reasoned weigh weighed thoughts rationalized pass-through seamlessness correctness-wise
preparation prepared prepare prepares ready-made readiness deliberate-ly assurance assurances scope scoped scopes
given give gives highest lowest greatest strictest tightest carried privacy carefulness lives live lived
suspicion suspicious suspiciously customary customarily reputable reputation vendor vendors widespread selection
selections capability capabilities back backs backed lifetime responsibly reputed renowned popular popularity community
ecosystem-wide emphasis emphasize emphasise stress stressed focus focused focuses spirit keeping respectful dignity
baked bake outset material materials sight lean quantity quantities algorithm algorithms algorithmic healthy health net
unusual uncommon odd oddities guided guidance awry astray amiss sensibly granularity granular remainder organise
organize organised organized uniform uniformly outward inward mitigations contingency contingencies fallback fallbacks
scrupulous scrupulously painstaking painstakingly unwavering dedication dedicated commitment committed utmost
rigorous-ly
pleasing satisfaction satisfactory satisfactorily adequate-ly workable viable feasible appropriate-ly fitting
worthwhile
expectation-wise parameter-wise anyway-ish plenty tons loads bunch
"""
# Words of any program. A sentence of them alone says nothing; beside a word of this one they count a little.
_COMMON = """
input inputs output outputs data value values user users system systems application applications app apps project
component components module modules function functions method methods process processes service services feature
features request requests key keys primary number numbers time times day days minute minutes machine environment
environments production deploy release branch repository level levels structure structured pattern patterns model
models tool tools api apis version versions package packages dependency dependencies secret secrets permission
permissions role roles thread threads race races parallel deadlock deadlocks load error errors exception exceptions
failure failures test tests edge corner scenario scenarios condition conditions validation message messages page pages
second third first last two both once client clients server servers caller callers admin customer customers person
people team colleague developer developers engineer engineers box template line lines text sample state end start
small big large little huge tiny empty new old existing
"""
_ELSEWHERE = """
keine keiner keines kein nein ja nichts niemand erledigt fertig geprüft entfällt getestet gut alles passt stimmt
wird werden später folgt ergänzt nachgereicht noch
rien aucun aucune non oui fait sans objet ras vérifié testé
nada ninguno ninguna nadie sí si hecho listo aplica revisado probado bien
nenhum nenhuma não sim feito
niente nessuno nessuna fatto
geen niets nee klaar gedaan
нет да готово сделано ничего неприменимо проверено
无 没有 不适用 是 否 完成 已完成 暂无 没问题 なし 該当なし はい
いいえ 対応済み 特になし 없음 해당없음 해당 완료 네 아니오
"""
# A word of these tells what kind of change it is, and so answers by itself why a question does not bite.
_KINDS = """
doc docs documentation docstring docstrings readme changelog comment comments typo typos spelling wording whitespace
formatting reformat reformatted reformats rename renamed renames renaming rewording reworded translation translations
translated constant constants lockfile stylesheet css markdown stdlib refactor refactors refactored refactoring revert
reverts reverted deletion deletes deleted deleting removes removed removal removing moves moved moving fixture fixtures
bump bumps bumped copyright stdlib license licence annotation annotations backport cosmetic logo icon screenshot
"""
# Words that say nothing as an answer to one question, and may say much as one to another.
_THERE = {
    "errors": "catch catches caught catching try tries tried log logs logged logging throw throws thrown raise raises "
    "raised retry retries retried propagate propagates propagated surface"
    " surfaced degrade degrades fallback block blocks",
    "input": "escape escaped escapes filter filtered filters encode encoded schema type types typed server-side",
    "access": "login logins restricted control controlled controls granted grant grants admins",
    "data": "encrypt encrypted encrypts mask masked masks hidden logged log logs sensitive gdpr",
    "dependencies": "date latest library libraries installed install lock locked",
    "tests": "unit integration suite assert asserts assertion assertions coverage regression spec specification",
    "scale": "load loads linear linearly perform grow growth bottleneck bottlenecks query queries",
    "concurrency": "lock locks locked locking atomic synchronised synchronized"
    " synchronization synchronisation async await idempotent",
    "design": "reuse reused separation module modules folder folders file files organised organized logical logically",
}

# One of these words alone answers the question.
_ENOUGH = {
    "scale": "hourly daily nightly weekly monthly yearly rarely never startup once seldom",
    "access": "admins staff root owners superusers public",
    "concurrency": "stateless",
    "verified": "grep",
}

# Praise and promise: each of them asks for more that is of this change.
_PRAISE = """
good great fine nice excellent perfect perfectly clean cleanly proper properly appropriate appropriately adequate
adequately suitable suitably sufficient sufficiently reasonable reasonably careful carefully thorough thoroughly
rigorous rigorously diligent diligently comprehensive comprehensively extensive extensively exhaustive exhaustively
robust robustly reliable reliably stable safe safely secure securely sound quality best practice practices principle
principles convention conventions guideline guidelines industry standard standards modern maintainable maintainability
readable readability scalable scalability efficient efficiently performant optimal optimally optimized optimised fast
smooth smoothly seamless seamlessly graceful gracefully elegant elegantly flexible consistent consistently effective
effectively ensure ensured ensures ensuring guarantee guaranteed guarantees assure assured promote promoting foster
facilitate established accordance aligned aligns meticulous meticulously resilient resilience correct correctly
considered evaluated assessed mitigated addressed implemented designed leverage leverages leveraged enforced managed
handled sanitized sanitised validated verified maintained adheres adhere follows meaningful informative intuitive
well-structured well-tested architecture architectural mechanism mechanisms measures strategy strategies modular
modularity extensible predictable predictably accurate accurately high highly fully completely
"""
# Endings of abstract nouns and of what is said of them: a long word that ends so, and is not the change's own, tells
# little.
_ABSTRACT = (
    "ability", "ibility", "ality", "ivity", "osity", "ization", "isation", "ification", "ation", "ition", "ction",
    "ssion", "sion", "tion", "ement", "ness", "ance", "ence", "ency", "ancy", "ically", "fully", "ously", "ively",
    "ably", "ibly", "antly", "ently", "edly", "ingly", "ately", "able", "ible", "ious", "eous", "ative", "itive",
    "ctive", "ssive", "ential", "ological", "istic", "exity", "icity", "arity",
    "urity", "ority", "opment", "ional", "ural", "ical", "ously", "sive", "itous", "izing",
    "ising", "ized", "ised", "izes", "ises", "ism",
)  # fmt: skip
_CONCRETE = frozenset(
    """
    logged archive massive native passive quantity physical optical vertical typical
    table cable session position transaction connection station version region partition mission permission
    migration
    iteration extension invoice device office service reference sentence sequence license licence instance balance
    promise precise exercise enterprise raised option section function collection caption action subscription variable
    executable expression compression decompression function translation annotation documentation declaration location
    element statement document comment segment fragment payment shipment department appointment attachment argument
    increment decrement environment experiment
    """.split()  # noqa: SIM905 - sessions, tables and payments are things
)

_SUFFIXES = ("ations", "ation", "edly", "ings", "ing", "ness", "ies", "ied", "ely", "ed", "ly", "es", "s", "e", "y")


def stem(word: str) -> str:
    """A word without its ending, so far that its forms meet; what is left has at least three letters."""
    word = word.casefold().replace("’", "'").partition("'")[0]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


@cache
def function_words() -> frozenset[str]:
    return frozenset(map(stem, _FUNCTION.split()))


@cache
def common_words() -> frozenset[str]:
    return frozenset(map(stem, _COMMON.split())) - function_words()


@cache
def empty_words() -> frozenset[str]:
    """The stems of all words that say nothing by themselves, those that every program has among them."""
    return frozenset(map(stem, f"{_FUNCTION} {_EMPTY} {_POLISH} {_COMMON} {_ELSEWHERE}".split()))


@cache
def words_there(question: str) -> frozenset[str]:
    """The stems of what says nothing behind this one question."""
    return frozenset(map(stem, _THERE.get(question, "").split()))


@cache
def kind_words() -> frozenset[str]:
    """Whole words, not stems: "documentation" says what was changed, "documented" does not."""
    return frozenset(_KINDS.split())


@cache
def praising_words() -> frozenset[str]:
    """Whole words that praise or promise."""
    return frozenset(_PRAISE.split())


def is_abstract(word: str) -> bool:
    """Whether a word has the ending of what can be said of anything."""
    root = word.casefold().removesuffix("s")
    if root in _CONCRETE:
        return False
    return (len(root) >= 7 and root.endswith(_ABSTRACT)) or (len(root) >= 6 and root.endswith(("ed", "ly", "ing")))


@cache
def words_enough(question: str) -> frozenset[str]:
    """Whole words that answer this one question alone."""
    return frozenset(_ENOUGH.get(question, "").split())


@cache
def polish_words() -> frozenset[str]:
    return frozenset(map(stem, _POLISH.split()))


@cache
def _whole_words() -> frozenset[str]:
    return frozenset(f"{_FUNCTION} {_EMPTY} {_POLISH} {_COMMON}".split())


def is_word(word: str) -> bool:
    """Whether a word itself, not only its stem, is among those that say nothing."""
    return word.casefold() in _whole_words()
