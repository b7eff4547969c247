"""Names of npm packages that so many projects ask for that a name one letter away is most likely a slip.

Names that people write in a manifest or an import, and not those that only come along with others.
"""

from functools import cache

_NAMES = """
accepts acorn acorn-walk adm-zip agenda ajv ajv-formats ajv-keywords algoliasearch amqplib angular animejs
ansi-colors ansi-escapes ansi-regex ansi-styles antd anymatch apexcharts apollo-server apollo-server-express
archiver argon2 argparse aria-query assert astro async async-retry autoprefixer ava aws-amplify aws-cdk aws-cdk-lib
aws-sdk axe-core axios axios-mock-adapter axios-retry babel-eslint babel-jest babel-loader babel-plugin-istanbul
babel-plugin-macros babel-plugin-module-resolver babel-plugin-styled-components backbone base64-js bcrypt bcryptjs
better-sqlite3 big.js bignumber.js bluebird bn.js body-parser bootstrap bootstrap-icons bootstrap-vue boxen braces
browser-sync browserify browserslist bson buffer bull bullmq bulma bunyan busboy c8 cac camelcase canvas
canvas-confetti chai chai-as-promised chai-http chalk change-case chart.js chartjs-plugin-datalabels cheerio
chokidar chroma-js ci-info classnames clean-css clean-webpack-plugin cli-progress cli-spinners cli-table cli-table3
clipboard clone clsx cmdk codemirror coffee-script coffeescript color color-convert color-name colorette colors
commander commitizen compression compression-webpack-plugin concurrently config configstore connect connect-flash
connect-mongo connect-redis consola content-type convict cookie cookie-parser cookie-session copy-webpack-plugin
core-js cors cosmiconfig country-list coveralls crc-32 cron cron-parser cropperjs cross-env cross-fetch cross-spawn
crypto-browserify crypto-js csrf css-loader css-minimizer-webpack-plugin cssnano csstype csurf csv csv-parse
csv-parser csv-stringify csvtojson cucumber cypress cz-conventional-changelog d3 d3-array d3-scale d3-selection
d3-shape dagre dataloader date-fns date-fns-tz dateformat dayjs debug decimal.js deep-equal deep-extend deepmerge
del depcheck detox diff discord.js dockerode dompurify dotenv dotenv-cli dotenv-expand dotenv-webpack downshift
drizzle-kit drizzle-orm dropzone duplexify echarts echarts-for-react ejs electron electron-builder electron-log
electron-store electron-updater element-plus element-ui elliptic ember-cli embla-carousel-react emoji-mart
emoji-regex enquirer enzyme enzyme-adapter-react-16 enzyme-to-json esbuild esbuild-loader esbuild-register
escape-html escape-string-regexp escodegen eslint eslint-config-airbnb eslint-config-airbnb-base
eslint-config-airbnb-typescript eslint-config-next eslint-config-prettier eslint-config-standard
eslint-import-resolver-typescript eslint-loader eslint-plugin-cypress eslint-plugin-import eslint-plugin-jest
eslint-plugin-jsdoc eslint-plugin-jsx-a11y eslint-plugin-n eslint-plugin-node eslint-plugin-prettier
eslint-plugin-promise eslint-plugin-react eslint-plugin-react-hooks eslint-plugin-react-refresh
eslint-plugin-storybook eslint-plugin-unicorn eslint-plugin-vue eslint-webpack-plugin espree esprima estraverse
ethers event-stream eventemitter3 events exceljs execa expo expo-constants expo-font expo-status-bar express
express-async-errors express-async-handler express-fileupload express-handlebars express-jwt express-rate-limit
express-session express-validator faker fast-check fast-deep-equal fast-glob fast-json-stable-stringify
fast-xml-parser fastify fastify-plugin fetch-mock ffmpeg-static file-loader file-saver file-type filesize find-up
firebase firebase-admin firebase-functions firebase-tools flatpickr flow-bin follow-redirects fontkit foreman
form-data formidable formik framer-motion fs-extra fsevents fullcalendar fuse.js gatsby gatsby-image
gatsby-plugin-sharp get-port gh-pages glob globals globby google-auth-library googleapis got graceful-fs graphql
graphql-request graphql-tag graphql-tools graphql-ws gray-matter grpc gsap gulp gulp-concat gulp-rename gulp-sass
gulp-sourcemaps gulp-uglify handlebars hapi hardhat helmet highcharts highcharts-react-official highlight.js history
hls.js hoist-non-react-statics hono html-entities html-loader html-to-image html-to-text html-webpack-plugin
html2canvas htmlparser2 http-errors http-proxy http-proxy-agent http-proxy-middleware http-server http-status
http-status-codes https-proxy-agent husky hygen i18next i18next-browser-languagedetector i18next-http-backend
iconv-lite idb ignore image-size imagemin immer immutable imports-loader inherits ini ink input-otp inquirer
intl-messageformat invariant io-ts ioredis ip ipaddr.js is-plain-object isarray isomorphic-fetch isomorphic-unfetch
istanbul jasmine jasmine-core jest jest-cli jest-dom jest-environment-jsdom jest-extended jest-fetch-mock
jest-mock-extended jimp jiti joi jose jotai jquery jquery-ui js-base64 js-beautify js-cookie js-yaml jscodeshift
jsdoc jsdom json-server json2csv json5 jsonfile jsonpath jsonschema jsonwebtoken jspdf jspdf-autotable jss jszip
jwks-rsa jwt-decode kafkajs karma karma-chrome-launcher karma-coverage karma-jasmine katex keytar keyv kleur knex
knip koa koa-body koa-bodyparser koa-router koa-static launchdarkly-js-client-sdk leaflet lerna less less-loader
level libphonenumber-js lightningcss lint-staged listr listr2 lit lit-element lit-html lodash lodash-es
lodash.debounce lodash.get lodash.isequal lodash.merge log-symbols log4js logform loglevel loader-utils lottie-react
lottie-web lowdb lru-cache lucide-react luxon magic-string mailgun-js maplibre-gl mapbox-gl mariadb markdown-it
marked mathjs md5 mdast-util-from-markdown memfs memoize-one merge2 mermaid method-override micro micromatch mime
mime-types mini-css-extract-plugin minimatch minimist mitt mkdirp ml-matrix mobx mobx-react mobx-react-lite mocha
mock-fs mockdate mockjs module-alias moment moment-timezone monaco-editor mongodb mongodb-memory-server mongoose
morgan mousetrap ms msw multer mustache mysql mysql2 mz nanoid natural nconf ncp nedb nestjs-pino next next-auth
next-i18next next-intl next-pwa next-seo next-sitemap next-themes ng-packagr ngrok nock node-cache node-cron
node-fetch node-forge node-gyp node-notifier node-sass node-schedule nodemailer nodemon normalize.css normalize-path
normalizr npm npm-run-all npm-run-all2 nprogress numeral nunjucks nuxt nx nyc object-assign object-hash object-path
on-finished open openai opn optimist ora otplib p-limit p-map p-queue p-retry pako papaparse parcel parse5 passport
passport-google-oauth20 passport-jwt passport-local path-browserify path-to-regexp pdf-lib pdf-parse pdfjs-dist
pdfkit pdfmake peerjs pg pg-hstore pg-promise phaser phin picocolors picomatch pify pinia pino pino-http pino-pretty
pixi.js pkg playwright playwright-core plop pluralize pm2 pnpm polished postcss postcss-cli postcss-import
postcss-loader postcss-nested postcss-preset-env postcss-scss postgres posthog-js posthog-node preact
preact-render-to-string prettier prettier-plugin-tailwindcss pretty-bytes pretty-format pretty-ms primeng primeicons
primereact primevue prisma prismjs process progress prom-client promise prompts prop-types protobufjs proxyquire pug
punycode puppeteer puppeteer-core q qrcode qrcode.react qs query-string quill quill-delta radium ramda randomstring
rate-limiter-flexible raw-body raw-loader rc rc-slider react react-apexcharts react-app-rewired react-beautiful-dnd
react-bootstrap react-chartjs-2 react-color react-copy-to-clipboard react-cookie react-datepicker react-day-picker
react-dev-utils react-dnd react-dnd-html5-backend react-dom react-dropzone react-error-boundary react-fast-compare
react-flow-renderer react-ga react-ga4 react-google-recaptcha react-helmet react-helmet-async react-hook-form
react-hot-loader react-hot-toast react-i18next react-icons react-infinite-scroll-component react-input-mask
react-intersection-observer react-intl react-is react-leaflet react-loadable react-markdown react-modal react-native
react-native-gesture-handler react-native-maps react-native-paper react-native-reanimated
react-native-safe-area-context react-native-screens react-native-svg react-native-vector-icons react-native-web
react-native-webview react-number-format react-paginate react-pdf react-player react-popper react-query react-quill
react-redux react-refresh react-resizable react-resizable-panels react-responsive react-router react-router-dom
react-scripts react-scroll react-select react-slick react-spinners react-spring react-swipeable
react-syntax-highlighter react-table react-test-renderer react-textarea-autosize react-toastify react-tooltip
react-transition-group react-use react-virtualized react-window readable-stream recharts recoil redis redux
redux-devtools-extension redux-form redux-logger redux-mock-store redux-persist redux-saga redux-thunk
reflect-metadata regenerator-runtime rehype-raw rehype-slug release-it remark remark-gfm remark-math remark-parse
request request-promise request-promise-native require-dir reselect resize-observer-polyfill resolve restify rimraf
rollup rollup-plugin-babel rollup-plugin-commonjs rollup-plugin-dts rollup-plugin-esbuild rollup-plugin-node-resolve
rollup-plugin-postcss rollup-plugin-terser rollup-plugin-typescript2 rollup-plugin-visualizer router rxjs
safe-buffer sanitize-html sass sass-loader sax scheduler seedrandom selenium-webdriver semantic-release
semantic-ui-css semantic-ui-react semver sentry-expo sequelize sequelize-cli serialize-javascript serve
serve-favicon serve-static serverless serverless-http serverless-offline sharp shelljs shortid should signal-exit
signature_pad simple-git sinon sinon-chai sirv slash slick-carousel slugify socket.io socket.io-client
socks-proxy-agent solc solid-js sonner sortablejs source-map source-map-support split2 sprintf-js sql.js sqlite3
ssh2 standard standard-version start-server-and-test storybook stream-browserify string-width strip-ansi
strip-json-comments stripe style-loader styled-components styled-jsx styled-system stylelint
stylelint-config-standard stylus subscriptions-transport-ws superagent supertest supports-color svelte svelte-check
svelte-preprocess svgo swagger-jsdoc swagger-ui-express sweetalert2 swiper swr systeminformation systemjs
tailwind-merge tailwindcss tailwindcss-animate tap tape tar telegraf tempy terser terser-webpack-plugin three
through2 tildify tiny-invariant tinycolor2 tmp toastr tough-cookie traverse tree-kill ts-jest ts-loader ts-morph
ts-node ts-node-dev tsc-alias tsconfig-paths tslib tslint tsup tsx tsyringe turbo tweetnacl twilio twit typedoc
typeorm typescript typescript-eslint ua-parser-js uglify-js uglifyjs-webpack-plugin underscore undici unified
unist-util-visit universal-cookie unocss unplugin-auto-import unplugin-vue-components unzipper update-notifier
url-join url-loader url-parse use-debounce use-immer util utility-types uuid uvu valibot validator vaul vee-validate
vite vite-node vite-plugin-checker vite-plugin-dts vite-plugin-eslint vite-plugin-pwa vite-plugin-svgr
vite-tsconfig-paths vitepress vitest viem vue vue-class-component vue-i18n vue-jest vue-loader
vue-property-decorator vue-router vue-template-compiler vue-tsc vuedraggable vuelidate vuepress vuetify vuex
vuex-persistedstate wagmi wait-on watchify wavesurfer.js web-streams-polyfill web-vitals web3 webextension-polyfill
webpack webpack-bundle-analyzer webpack-cli webpack-dev-middleware webpack-dev-server webpack-hot-middleware
webpack-merge webpack-node-externals webpackbar whatwg-fetch which winston winston-daily-rotate-file
workbox-webpack-plugin wouter wrap-ansi wretch ws xlsx xml2js xmldom xml-js xstate xterm xtend yaml yargs
yargs-parser yarn yup zod zod-to-json-schema zone.js zustand zx @angular/core @angular/common @angular/cli
@angular/forms @angular/router @apollo/client @babel/core @babel/preset-env @babel/preset-react
@babel/preset-typescript @babel/runtime @emotion/react @emotion/styled @eslint/js @faker-js/faker
@fortawesome/fontawesome-svg-core @headlessui/react @heroicons/react @hookform/resolvers @mui/icons-material
@mui/material @nestjs/common @nestjs/core @nestjs/config @nestjs/testing @playwright/test @prisma/client
@reduxjs/toolkit @rollup/plugin-commonjs @rollup/plugin-node-resolve @rollup/plugin-typescript @sentry/browser
@sentry/node @sentry/react @supabase/supabase-js @sveltejs/kit @tanstack/react-query @tanstack/react-table
@testing-library/dom @testing-library/jest-dom @testing-library/react @testing-library/user-event @types/express
@types/jest @types/lodash @types/node @types/react @types/react-dom @typescript-eslint/eslint-plugin
@typescript-eslint/parser @vitejs/plugin-react @vitejs/plugin-vue @vue/test-utils @vueuse/core
"""

# Names one letter away from a popular one, and packages in their own right.
_OTHERS = """
safer-buffer stylis simple-get rambda lodash.set mssql postcss-sass eslint-plugin-tsdoc uglify-es css-parse graphiql
react-rnd memjs cson-parser cline css-stringify servie semiver colour ttypescript react-vis crypto-es wrench rsolve
uncss storyblok vite-jsconfig-paths rollup-plugin-ts eclint jssip csv-loader reqwest react-stick p-tap jsonpatch
csp-parse openapi kea-router brakes scss-loader redux-orm lucide-preact crypto-ts mocks server postgrejs react-fa
web-streams-ponyfill tostr tslab esplint vue-toc data-fns cose-js vueify vuex-i18n lit-ntml gglobby vrtest
babel-test masked dapjs mobx-preact ngprogress remask sooner minimost pretty-js csso-loader stash cjs-loader toaster
element-gui normalize.scss eslint-plugin-preact vite-plugin-ts htl-loader vuex-class-component ts-alias nodeman
react-iscroll colorts styles-loader import-loader react-ds talib mockfs tsc-node styles ng-packager jest-ci
react-dplayer routr there react-model ditox react-ions mock-os colors-convert nuxt-seo karka xml2ts uri-parse smash
turso chat.js vux-loader mssql2 asset reach-router sniper xmp-js colours coloris coloras smelte coolie httpx-server
mutter gulp-scss yards accents vike-node bopen strike https-server react-fs lodash-ts styled-loader connext vue-esc
radis p-promise fs-nextra hagen normalizer react-native-pager acenda solid-jsx prismy latex karat later estree
"""

_LEAST = 5  # letters of a name that can be taken for another
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@cache
def popular() -> frozenset[str]:
    return frozenset(_NAMES.split())


@cache
def _others() -> frozenset[str]:
    return frozenset(_OTHERS.split())


def misspelt(name: str) -> str:
    """The popular name that was most likely meant; empty when none was.

    Two neighbouring letters the wrong way round, one too many, too few or wrong: within the name, since what begins or
    ends in another way is mostly meant to (`mquery`, `requests`, `mysql2`), except for a last letter typed twice.
    """
    known = popular()
    scope, _, bare = name.rpartition("/")
    if name in known or name in _others() or not _LEAST <= len(bare) <= 60:
        return ""
    before = f"{scope}/" if scope else ""
    slips = (before + slip for slip in _slips(bare) if len(slip) >= _LEAST)
    return min((slip for slip in slips if slip in known), default="")


def _slips(bare: str) -> set[str]:
    """What may have been meant by a name, when one thing went wrong while it was typed."""
    found = set()
    if bare[-1] == bare[-2]:
        found.add(bare[:-1])
    for at in range(1, len(bare) - 1):
        first, letter, rest = bare[:at], bare[at], bare[at + 1 :]
        if letter.isalpha():
            found.add(first + rest)
            found.add(first + rest[0] + letter + rest[1:])
            found.update(first + other + rest for other in _LETTERS)
        found.update(first + other + letter + rest for other in _LETTERS)
    found.update(bare[:-1] + other + bare[-1] for other in _LETTERS)
    found.discard(bare)
    return found
