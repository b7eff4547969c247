"""Generated from the catalogue by `python3 tests/run_tests.py --generate`.

By a kind's number: its detector, whether it is `near`, the words of which one must stand in a text, and of kinds
with short clues these, the pattern, and whether it begins with the clue.
"""

Row = tuple[str, bool, tuple[bytes, ...], tuple[tuple[bytes, ...], bytes, bool] | None]

# fmt: off
# ruff: noqa: E501
INDEX: tuple[Row, ...] = (
    ('GitHubTokenDetector', False, (b'ghp_',), None),  # github-personal-access-token
    ('GitHubFineGrainedTokenDetector', False, (b'github_pat_',), None),  # github-fine-grained-token
    ('GitHubTokenDetector', False, (b'gho_',), None),  # github-oauth-access-token
    ('GitHubTokenDetector', False, (b'ghu_',), None),  # github-app-user-token
    ('GitHubTokenDetector', False, (b'ghs_',), None),  # github-app-installation-token
    ('GitHubTokenDetector', False, (b'ghs_',), None),  # github-app-stateless-token
    ('GitHubTokenDetector', False, (b'ghr_',), None),  # github-refresh-token
    ('GitLabTokenDetector', False, (b'glpat-',), None),  # gitlab-routable-access-token
    ('GitLabTokenDetector', False, (b'glpat-',), None),  # gitlab-personal-access-token
    ('GitLabTokenDetector', False, (b'gloas-',), None),  # gitlab-oauth-application-secret
    ('GitLabTokenDetector', False, (b'gldt-',), None),  # gitlab-deploy-token
    ('GitLabTokenDetector', False, (b'glrt-',), None),  # gitlab-routable-runner-token
    ('GitLabTokenDetector', False, (b'glrt',), None),  # gitlab-runner-token
    ('GitLabTokenDetector', False, (b'GR1348941',), None),  # gitlab-runner-registration-token
    ('GitLabTokenDetector', False, (b'glcbt-',), None),  # gitlab-job-token
    ('GitLabTokenDetector', False, (b'glcbt-',), None),  # gitlab-job-web-token
    ('GitLabTokenDetector', False, (b'glptt-',), None),  # gitlab-trigger-token
    ('GitLabTokenDetector', False, (b'glft-',), None),  # gitlab-bound-feed-token
    ('GitLabTokenDetector', False, (b'glft-',), None),  # gitlab-feed-token
    ('GitLabTokenDetector', False, (b'glimt-',), None),  # gitlab-incoming-mail-token
    ('GitLabTokenDetector', False, (b'glagent-',), None),  # gitlab-agent-token
    ('GitLabTokenDetector', False, (b'glwt-',), None),  # gitlab-workspace-token
    ('GitLabTokenDetector', False, (b'glsoat-',), None),  # gitlab-scim-token
    ('GitLabTokenDetector', False, (b'glffct-',), None),  # gitlab-feature-flags-token
    ('GitLabTokenDetector', False, (b'_gitlab_session',), None),  # gitlab-session-cookie
    ('SourceHostTokenDetector', False, (b'ATCTT3',), None),  # bitbucket-access-token
    ('SourceHostTokenDetector', False, (b'ATBB',), None),  # bitbucket-app-password
    ('SourceHostTokenDetector', False, (b'AZDO',), None),  # azure-devops-token
    ('SourceHostTokenDetector', False, (b'sgp_',), None),  # sourcegraph-access-token
    ('SourceHostTokenDetector', False, (b'sgd_',), None),  # sourcegraph-gateway-token
    ('SourceHostTokenDetector', False, (b'slk_',), None),  # sourcegraph-license-token
    ('SourceHostTokenDetector', False, (b'cli-',), None),  # phabricator-command-line-token
    ('NpmTokenDetector', False, (b'npm_',), None),  # npm-access-token
    ('PypiTokenDetector', False, (b'pypi-AgEIcHlwaS5vcmc',), None),  # pypi-api-token
    ('PypiTokenDetector', False, (b'pypi-AgENdGVzdC5weXBpLm9yZw',), None),  # testpypi-api-token
    ('PlatformTokenDetector', False, (b'rubygems_',), None),  # rubygems-api-key
    ('RegistryTokenDetector', False, (b'cio_tp_',), None),  # crates-io-trusted-publishing-token
    ('RegistryTokenDetector', False, (b'cio',), ((b'cio',), b'cio[A-Za-z0-9]{32}', True)),  # crates-io-api-token
    ('RegistryTokenDetector', False, (b'oy2',), ((b'oy2',), b'oy2[a-z2-7]{43}', True)),  # nuget-api-key
    ('DockerTokenDetector', False, (b'dckr_pat_',), None),  # docker-personal-access-token
    ('DockerTokenDetector', False, (b'dckr_oat_',), None),  # docker-organization-access-token
    ('DockerTokenDetector', False, (b'SWMTKN-1-',), None),  # docker-swarm-join-token
    ('DockerTokenDetector', False, (b'SWMKEY-1-',), None),  # docker-swarm-unlock-key
    ('PlatformTokenDetector', False, (b'AKCp',), None),  # jfrog-api-key
    ('ArtifactoryDetector', False, (b'cmVmdGtuOj',), None),  # jfrog-reference-token
    ('RegistryTokenDetector', False, (b'packagist_',), None),  # packagist-access-token
    ('RegistryTokenDetector', False, (b'csa_',), None),  # cloudsmith-api-key
    ('RegistryTokenDetector', False, (b'CLOJARS_',), None),  # clojars-deploy-token
    ('RegistryTokenDetector', False, (b'ovsx',), None),  # open-vsx-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'CCIPAT_',), None),  # circleci-personal-token
    ('ContinuousIntegrationTokenDetector', False, (b'CCIPRJ_',), None),  # circleci-project-token
    ('ContinuousIntegrationTokenDetector', False, (b'bkua_',), None),  # buildkite-api-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'bktx_', b'bkur_'), None),  # buildkite-oauth-token
    ('ContinuousIntegrationTokenDetector', False, (b'bkaa_', b'bkar_', b'bkcqt_', b'bkct_'), None),  # buildkite-agent-token
    ('ContinuousIntegrationTokenDetector', False, (b'bkaj_', b'bkjat_'), None),  # buildkite-job-token
    ('ContinuousIntegrationTokenDetector', False, (b'bkpt_', b'bkrt_'), None),  # buildkite-registry-token
    ('ContinuousIntegrationTokenDetector', False, (b'bkat_', b'bktr_'), None),  # buildkite-pipeline-token
    ('ContinuousIntegrationTokenDetector', False, (b'bkp',), None),  # buildkite-portal-token
    ('ContinuousIntegrationTokenDetector', False, (b'eyJ0eXAiOiAiVENWMiJ9',), None),  # teamcity-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'pat.', b'sat.'), None),  # harness-token
    ('ContinuousIntegrationTokenDetector', False, (b'mergify_application_key_',), None),  # mergify-application-key
    ('ContinuousIntegrationTokenDetector', False, (b'squ_',), None),  # sonarqube-user-token
    ('ContinuousIntegrationTokenDetector', False, (b'sqa_',), None),  # sonarqube-global-analysis-token
    ('ContinuousIntegrationTokenDetector', False, (b'sqp_',), None),  # sonarqube-project-analysis-token
    ('ContinuousIntegrationTokenDetector', False, (b'snyk_uat.',), None),  # snyk-personal-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'snyk_sat.',), None),  # snyk-service-account-token
    ('ContinuousIntegrationTokenDetector', False, (b'AIK_CI_',), None),  # aikido-ci-token
    ('ContinuousIntegrationTokenDetector', False, (b'AIK_SECRET_',), None),  # aikido-client-secret
    ('ContinuousIntegrationTokenDetector', False, (b'odt_',), None),  # dependency-track-api-key
    ('PlatformTokenDetector', False, (b'.atlasv1.',), None),  # terraform-cloud-token
    ('PlatformTokenDetector', False, (b'pul-',), None),  # pulumi-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'nfp_',), None),  # netlify-personal-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'nfb_', b'nfc_', b'nfo_', b'nfu_'), None),  # netlify-other-token
    ('ContinuousIntegrationTokenDetector', False, (b'vcp_',), None),  # vercel-personal-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'vci_',), None),  # vercel-integration-token
    ('ContinuousIntegrationTokenDetector', False, (b'vca_',), None),  # vercel-app-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'vcr_',), None),  # vercel-app-refresh-token
    ('ContinuousIntegrationTokenDetector', False, (b'vck_',), None),  # vercel-ai-gateway-key
    ('ContinuousIntegrationTokenDetector', False, (b'vercel_blob_rw_',), None),  # vercel-blob-token
    ('ContinuousIntegrationTokenDetector', False, (b'rnd_',), None),  # render-api-key
    ('ContinuousIntegrationTokenDetector', False, (b'fm1a_', b'fm1r_', b'fm2_'), None),  # fly-access-token
    ('ContinuousIntegrationTokenDetector', False, (b'fo1_',), None),  # fly-oauth-token
    ('PlatformTokenDetector', False, (b'HRKU-',), None),  # heroku-oauth-token
    ('PlatformTokenDetector', False, (b'HRKU-',), None),  # heroku-prefixed-api-key
    ('ContinuousIntegrationTokenDetector', False, (b'tk-us-',), None),  # scalingo-api-token
    ('ContinuousIntegrationTokenDetector', False, (b'ddo_', b'ddp_', b'ddw_'), None),  # deno-deploy-token
    ('TracingTokenDetector', False, (b'lsv2_pt_',), None),  # langsmith-personal-access-token
    ('TracingTokenDetector', False, (b'lsv2_sk_',), None),  # langsmith-service-key
    ('TracingTokenDetector', False, (b'ls__',), None),  # langsmith-legacy-api-key
    ('TracingTokenDetector', False, (b'sk-lf-',), None),  # langfuse-secret-key
    ('TracingTokenDetector', False, (b'sk-helicone-proxy-',), None),  # helicone-proxy-key
    ('TracingTokenDetector', False, (b'sk-helicone-',), None),  # helicone-api-key
    ('TracingTokenDetector', False, (b'pk-helicone-',), None),  # helicone-write-key
    ('TracingTokenDetector', False, (b'wandb_v1_',), None),  # wandb-api-key
    ('VectorDatabaseTokenDetector', False, (b'pcsk_',), None),  # pinecone-api-key
    ('VectorDatabaseTokenDetector', False, (b'llx-',), None),  # llamacloud-api-key
    ('VectorDatabaseTokenDetector', False, (b'tpuf_',), None),  # turbopuffer-api-key
    ('VectorDatabaseTokenDetector', False, (b'X3YyMDA',), None),  # weaviate-api-key
    ('AgentTokenDetector', False, (b'crsr_',), None),  # cursor-user-api-key
    ('AgentTokenDetector', False, (b'apk_user_',), None),  # devin-personal-api-key
    ('AgentTokenDetector', False, (b'apk_',), None),  # devin-service-api-key
    ('AgentTokenDetector', False, (b'cog_',), None),  # devin-service-user-token
    ('AgentTokenDetector', False, (b'sgamp_user_',), None),  # amp-access-token
    ('AgentTokenDetector', False, (b'ctx7sk-',), None),  # context7-api-key
    ('AgentTokenDetector', False, (b'tvly-',), None),  # tavily-api-key
    ('AgentTokenDetector', False, (b'fc-',), ((b'fc-',), b'fc-[0-9a-f]{32}', False)),  # firecrawl-api-key
    ('AgentTokenDetector', False, (b'bb_',), None),  # browserbase-api-key
    ('AgentTokenDetector', False, (b'sk_e2b_',), None),  # e2b-user-access-token
    ('AgentTokenDetector', False, (b'e2b_',), None),  # e2b-api-key
    ('AgentTokenDetector', False, (b'dtn_',), None),  # daytona-api-key
    ('AgentTokenDetector', False, (b'sk-let-',), None),  # letta-api-key
    ('AgentTokenDetector', False, (b'apify_api_',), None),  # apify-api-token
    ('AgentTokenDetector', False, (b'uak_',), None),  # composio-user-api-key
    ('AgentTokenDetector', False, (b'sktsec_',), None),  # socket-api-token
    ('AgentTokenDetector', False, (b'z_1dWlkIjoi',), None),  # zep-api-key
    ('AgentTokenDetector', False, (b'v1',), ((b'v1:',), b'v1:[A-Za-z0-9]{24}:[A-Za-z0-9]{24}', True)),  # v0-api-key
    ('OpenAIProjectKeyDetector', False, (b'sk-proj-',), None),  # openai-project-key
    ('OpenAIProjectKeyDetector', False, (b'sk-svcacct-',), None),  # openai-service-account-key
    ('OpenAIProjectKeyDetector', False, (b'sk-admin-',), None),  # openai-admin-key
    ('OpenAIProjectKeyDetector', False, (b'sk-None-',), None),  # openai-user-key
    ('OpenAIDetector', False, (b'T3BlbkFJ',), None),  # openai-legacy-key
    ('AnthropicKeyDetector', False, (b'sk-ant-api',), None),  # anthropic-api-key
    ('AnthropicKeyDetector', False, (b'sk-ant-admin',), None),  # anthropic-admin-key
    ('AnthropicKeyDetector', False, (b'sk-ant-oat',), None),  # anthropic-oauth-access-token
    ('AnthropicKeyDetector', False, (b'sk-ant-ort',), None),  # anthropic-oauth-refresh-token
    ('AnthropicKeyDetector', False, (b'sk-ant-sid',), None),  # anthropic-session-key
    ('AnthropicKeyDetector', False, (b'sk-ant-',), None),  # anthropic-other-key
    ('GoogleKeyDetector', False, (b'AIza',), None),  # google-api-key
    ('GoogleKeyDetector', False, (b'AQ.Ab8',), None),  # google-gemini-auth-key
    ('ModelProviderKeyDetector', False, (b'gsk_',), None),  # groq-api-key
    ('ModelProviderKeyDetector', False, (b'xai-token-',), None),  # xai-management-key
    ('ModelProviderKeyDetector', False, (b'xai-',), None),  # xai-api-key
    ('ModelProviderKeyDetector', False, (b'pplx-',), None),  # perplexity-api-key
    ('ModelProviderKeyDetector', False, (b'tgp_v1_',), None),  # together-api-key
    ('ModelProviderKeyDetector', False, (b'sk-or-v1-',), None),  # openrouter-api-key
    ('ModelProviderKeyDetector', False, (b'r8_',), ((b'r8_',), b'r8_[A-Za-z0-9]{37}', True)),  # replicate-api-token
    ('HuggingFaceTokenDetector', False, (b'hf_',), ((b'hf_',), b'hf_[A-Za-z0-9]{34}', True)),  # hugging-face-token
    ('HuggingFaceTokenDetector', False, (b'api_org_',), None),  # hugging-face-organization-token
    ('ModelProviderKeyDetector', False, (b'nvapi-',), None),  # nvidia-api-key
    ('ModelProviderKeyDetector', False, (b'csk',), None),  # cerebras-api-key
    ('ModelProviderKeyDetector', False, (b'sk_',), ((b'sk_',), b'sk_[0-9a-f]{48}', True)),  # elevenlabs-api-key
    ('ModelProviderKeyDetector', False, (b'jina_',), None),  # jina-api-key
    ('ModelProviderKeyDetector', False, (b'b10_',), None),  # baseten-api-key
    ('ModelProviderKeyDetector', False, (b'rpa_',), None),  # runpod-api-key
    ('ModelProviderKeyDetector', False, (b'sk-kimi-',), None),  # moonshot-coding-key
    ('ModelProviderKeyDetector', False, (b'sk-api-',), None),  # minimax-api-key
    ('ModelProviderKeyDetector', False, (b'sk-cp-',), None),  # minimax-coding-plan-key
    ('ModelProviderKeyDetector', False, (b'cpk_',), None),  # chutes-api-key
    ('ModelProviderKeyDetector', False, (b'KGAT_',), None),  # kaggle-api-token
    ('DatabricksTokenDetector', False, (b'dapi',), None),  # databricks-personal-access-token
    ('ModelProviderKeyDetector', False, (b'JQQJ99',), None),  # azure-ai-services-key
    ('ModelProviderKeyDetector', False, (b'ABSK',), None),  # aws-bedrock-api-key
    ('ModelProviderKeyDetector', False, (b'bedrock-api-key-',), None),  # aws-bedrock-short-term-api-key
    ('AWSKeyDetector', False, (b'ABIA', b'ACCA', b'AKIA', b'ASIA'), None),  # aws-access-key-id
    ('CloudTokenDetector', False, (b'FQoGZXIvYXdz', b'FwoGZXIvYXdz', b'IQoJb3JpZ2luX2Vj'), None),  # aws-session-token
    ('CloudTokenDetector', False, (b'amzn.mws.',), None),  # aws-mws-auth-token
    ('CloudTokenDetector', False, (b'da2-',), None),  # aws-appsync-api-key
    ('CloudTokenDetector', False, (b'amzn1.oa2-cs.v1.',), None),  # amazon-oauth-client-secret
    ('GoogleKeyDetector', False, (b'GOCSPX-',), None),  # google-oauth-client-secret
    ('GoogleKeyDetector', False, (b'ya29.',), None),  # google-oauth-access-token
    ('GoogleKeyDetector', False, (b'1//0',), None),  # google-oauth-refresh-token
    ('GoogleKeyDetector', False, (b'GOOG',), None),  # google-cloud-storage-hmac-key-id
    ('AzureStorageKeyDetector', False, (b'+ASt',), None),  # azure-storage-identifiable-key
    ('CloudTokenDetector', False, (b'7Q', b'8Q'), ((b'7Q~', b'8Q~'), b'[A-Za-z0-9_~.-]{3}(?:7Q~[A-Za-z0-9_~.-]{31}|8Q~[A-Za-z0-9_~.-]{34})', False)),  # azure-client-secret
    ('CloudTokenDetector', False, (b'ACDb',), None),  # azure-cosmos-db-key
    ('CloudTokenDetector', False, (b'+ABa',), None),  # azure-batch-key
    ('CloudTokenDetector', False, (b'+AMC',), None),  # azure-machine-learning-key
    ('CloudTokenDetector', False, (b'APIM',), None),  # azure-api-management-key
    ('CloudTokenDetector', False, (b'+ASb',), None),  # azure-service-bus-key
    ('CloudTokenDetector', False, (b'+AEh',), None),  # azure-event-hubs-key
    ('CloudTokenDetector', False, (b'+ARm',), None),  # azure-relay-key
    ('CloudTokenDetector', False, (b'AIoT',), None),  # azure-iot-key
    ('CloudTokenDetector', False, (b'AzCa',), None),  # azure-redis-key
    ('CloudTokenDetector', False, (b'AZEG',), None),  # azure-event-grid-key
    ('CloudTokenDetector', False, (b'AzSe',), None),  # azure-search-key
    ('CloudTokenDetector', False, (b'+ACR',), None),  # azure-container-registry-key
    ('CloudTokenDetector', False, (b'AzFu',), None),  # azure-functions-key
    ('CloudTokenDetector', False, (b'AZAC',), None),  # azure-app-configuration-key
    ('CloudTokenDetector', False, (b'AZEG',), None),  # azure-event-grid-annotated-key
    ('CloudTokenDetector', False, (b'AZMP',), None),  # azure-maps-key
    ('CloudTokenDetector', False, (b'AZCS',), None),  # azure-communication-services-key
    ('DigitalOceanTokenDetector', False, (b'doo_v1_', b'dop_v1_', b'dor_v1_'), None),  # digitalocean-token
    ('CloudTokenDetector', False, (b'LTAI',), None),  # alibaba-cloud-access-key-id
    ('CloudTokenDetector', False, (b'AKID',), None),  # tencent-cloud-secret-id
    ('CloudTokenDetector', False, (b'AQVN',), None),  # yandex-cloud-api-key
    ('CloudTokenDetector', False, (b't1.',), ((b't1.',), b't1\\.[A-Za-z0-9_-]{20,500}={0,2}\\.[A-Za-z0-9_-]{86}(?:==)?', True)),  # yandex-cloud-iam-token
    ('CloudTokenDetector', False, (b'c1.',), ((b'c1.',), b'c1\\.[A-Za-z0-9_-]{20,500}={0,2}\\.[A-Za-z0-9_-]{86}(?:==)?', True)),  # yandex-cloud-iam-cookie
    ('CloudTokenDetector', False, (b'y0_', b'y1_', b'y2_', b'y3_'), ((b'y0_', b'y1_', b'y2_', b'y3_'), b'y[0-3]_[A-Za-z0-9_-]{55,58}', False)),  # yandex-oauth-token
    ('CloudTokenDetector', False, (b'cfat_', b'cfk_', b'cfut_'), None),  # cloudflare-api-token
    ('CloudTokenDetector', False, (b'v1.0-',), None),  # cloudflare-origin-ca-key
    ('CloudTokenDetector', False, (b'EXO',), ((b'EXO',), b'EXO[0-9a-f]{24}', True)),  # exoscale-api-key
    ('CloudTokenDetector', False, (b'ucat_',), None),  # upcloud-api-token
    ('VaultTokenDetector', False, (b'hvb.', b'hvr.', b'hvs.'), None),  # vault-token
    ('PlatformTokenDetector', False, (b'dp.',), None),  # doppler-token
    ('CloudTokenDetector', False, (b'st.',), ((b'st.',), b'st\\.[0-9a-f]{24}\\.[0-9a-f]{32}\\.[0-9a-f]{32}', True)),  # infisical-service-token
    ('CloudTokenDetector', False, (b'ops_eyJ',), None),  # onepassword-service-account-token
    ('CloudTokenDetector', False, (b'A3-',), ((b'A3-',), b'A3-[A-Z0-9]{6}-[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}', False)),  # onepassword-secret-key
    ('PlatformTokenDetector', False, (b'AGE-SECRET-KEY-1',), None),  # age-secret-key
    ('PlatformTokenDetector', False, (b'AGE-SECRET-KEY-PQ-1',), None),  # age-hybrid-secret-key
    ('CloudTokenDetector', False, (b'tskey-',), None),  # tailscale-key
    ('CloudTokenDetector', False, (b'sk_',), None),  # clerk-secret-key
    ('CloudTokenDetector', False, (b'sk_',), None),  # workos-api-key
    ('CloudTokenDetector', False, (b'secret-',), None),  # stytch-secret
    ('CloudTokenDetector', False, (b'ory_',), None),  # ory-api-key
    ('CloudTokenDetector', False, (b'ory_',), None),  # ory-oauth-token
    ('CloudTokenDetector', False, (b'ory_st_',), None),  # ory-session-token
    ('StripeDetector', False, (b'rk_live_', b'sk_live_'), None),  # stripe-live-key
    ('StripeDetector', False, (b'rk_test_', b'sk_test_'), None),  # stripe-test-key
    ('StripeWebhookSecretDetector', False, (b'sk_org_',), None),  # stripe-organization-key
    ('StripeWebhookSecretDetector', False, (b'whsec_',), None),  # stripe-webhook-secret
    ('PlatformTokenDetector', False, (b'sq0atp-',), None),  # square-access-token
    ('PaymentTokenDetector', False, (b'EAAA',), None),  # square-production-token
    ('SquareOAuthDetector', False, (b'sq0csp-',), None),  # square-oauth-secret
    ('PaymentTokenDetector', False, (b'access_token',), None),  # braintree-access-token
    ('PaymentTokenDetector', False, (b'AQE',), ((b'AQE',), b'AQE[a-z]hm[A-Za-z0-9+/]{40,120}={0,2}-[A-Za-z0-9+/]{43}=-[!-~]{16}', True)),  # adyen-api-key
    ('PaymentTokenDetector', False, (b'sk_',), None),  # paystack-secret-key
    ('PaymentTokenDetector', False, (b'FLWSECK',), None),  # flutterwave-secret-key
    ('PaymentTokenDetector', False, (b'access-',), None),  # plaid-access-token
    ('ShopifyTokenDetector', False, (b'shp',), None),  # shopify-token
    ('PaymentTokenDetector', False, (b'pdl_',), None),  # paddle-api-key
    ('PaymentTokenDetector', False, (b'pdl_ntfset_',), None),  # paddle-webhook-secret
    ('PaymentTokenDetector', False, (b'EZAK', b'EZTK'), None),  # easypost-api-key
    ('PaymentTokenDetector', False, (b'shippo_',), None),  # shippo-api-token
    ('PaymentTokenDetector', False, (b'duffel_',), None),  # duffel-access-token
    ('PaymentTokenDetector', False, (b'klarna_',), None),  # klarna-api-key
    ('PaymentTokenDetector', False, (b'xnd_',), None),  # xendit-secret-key
    ('PaymentTokenDetector', False, (b'Mid-server-',), None),  # midtrans-server-key
    ('PaymentTokenDetector', False, (b'APP_USR-', b'TEST-'), None),  # mercado-pago-access-token
    ('PaymentTokenDetector', False, (b'skey_',), None),  # omise-secret-key
    ('PaymentTokenDetector', False, (b'cfsk_ma_',), None),  # cashfree-secret-key
    ('PaymentTokenDetector', False, (b'ramp_sec_',), None),  # ramp-client-secret
    ('PaymentTokenDetector', False, (b'polar_',), None),  # polar-access-token
    ('PaymentTokenDetector', False, (b'cs_',), ((b'cs_',), b'cs_[0-9a-f]{40}', True)),  # woocommerce-consumer-secret
    ('SlackDetector', False, (b'xoxb-',), None),  # slack-bot-token
    ('SlackDetector', False, (b'xoxp-',), None),  # slack-user-token
    ('SlackDetector', False, (b'xox',), None),  # slack-legacy-token
    ('SlackDetector', False, (b'xoxc-',), None),  # slack-session-token
    ('SlackDetector', False, (b'xoxd-',), None),  # slack-session-cookie
    ('SlackAppTokenDetector', False, (b'xapp-',), None),  # slack-app-level-token
    ('SlackAppTokenDetector', False, (b'xoxe',), None),  # slack-configuration-token
    ('SlackDetector', False, (b'hooks.slack',), None),  # slack-webhook
    ('SlackDetector', False, (b'hooks.slack',), None),  # slack-workflow-webhook
    ('DiscordBotTokenDetector', False, (b'MD', b'MT', b'Mj', b'Mz', b'ND', b'NT', b'Nj', b'Nz', b'OD', b'OT', b'Oj', b'Oz'), ((b'MD', b'MT', b'Mj', b'Mz', b'ND', b'NT', b'Nj', b'Nz', b'OD', b'OT', b'Oj', b'Oz'), b'(?:[MNO][DTjz][AEIMQUYcgk][0-5w-z]){5}(?:[MNO][DTjz][AEIMQUYcgk][0-5w-z](?:[MNO][AQgw])?|[MNO][DTjz][AEIMQUYcgk])\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}', False)),  # discord-bot-user-token
    ('PlatformTokenDetector', False, (b'discord',), None),  # discord-webhook
    ('TelegramBotTokenDetector', False, (b'AA',), ((b':AA',), b'[0-9]{8,10}:AA[A-Za-z0-9_-]{33}', False)),  # telegram-bot-token
    ('TwilioKeyDetector', False, (b'SK',), ((b'SK',), b'SK[0-9a-f]{32}', True)),  # twilio-api-key
    ('MessagingTokenDetector', False, (b'outlook.office', b'webhook.office.com/'), None),  # microsoft-teams-webhook
    ('MessagingTokenDetector', False, (b'chat.googleapis.com/',), None),  # google-chat-webhook
    ('MessagingTokenDetector', False, (b'/open-apis/bot/v2/hook/',), None),  # feishu-webhook
    ('MessagingTokenDetector', False, (b'oapi.dingtalk.com/',), None),  # dingtalk-webhook
    ('MessagingTokenDetector', False, (b'qyapi.weixin.qq.com/',), None),  # wecom-webhook
    ('MessagingTokenDetector', False, (b'dG9rO',), None),  # intercom-access-token
    ('MessagingTokenDetector', False, (b'sec-c-',), None),  # pubnub-secret-key
    ('MessagingTokenDetector', False, (b'KEY0',), None),  # telnyx-api-key
    ('MessagingTokenDetector', False, (b'IGAA', b'IGQV', b'IGQW'), None),  # instagram-access-token
    ('MessagingTokenDetector', False, (b'AAAAAAAAAAAAAAAAAAAA',), None),  # x-bearer-token
    ('MessagingTokenDetector', False, (b'WPL_AP',), None),  # linkedin-client-secret
    ('SendGridDetector', False, (b'SG.',), ((b'SG.',), b'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}', True)),  # sendgrid-api-key
    ('MailchimpDetector', False, (b'-us',), ((b'-us',), b'[0-9a-z]{32}-us[0-9]{1,2}', False)),  # mailchimp-api-key
    ('PlatformTokenDetector', False, (b'xkeysib-',), None),  # brevo-api-key
    ('MailTokenDetector', False, (b'xsmtpsib-',), None),  # brevo-smtp-key
    ('MailTokenDetector', False, (b're_',), ((b're_',), b're_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}', True)),  # resend-api-key
    ('MailTokenDetector', False, (b'pk_',), ((b'pk_',), b'pk_(?:[A-Za-z0-9]{6}_)?[0-9a-f]{34}', True)),  # klaviyo-private-key
    ('MessagingTokenDetector', False, (b'pk_',), None),  # courier-auth-token
    ('MessagingTokenDetector', False, (b'os_v2_',), None),  # onesignal-api-key
    ('MessagingTokenDetector', False, (b'pat-',), None),  # hubspot-access-token
    ('MessagingTokenDetector', False, (b'oauth',), None),  # twitch-chat-token
    ('PlatformTokenDetector', False, (b'pscale_',), None),  # planetscale-token
    ('PlatformTokenDetector', False, (b'sbp_',), None),  # supabase-access-token
    ('DatabaseTokenDetector', False, (b'sb_secret_',), None),  # supabase-secret-key
    ('DatabaseTokenDetector', False, (b'napi_',), None),  # neon-api-key
    ('DatabaseTokenDetector', False, (b'mdb_sa_sk_',), None),  # mongodb-atlas-service-account-secret
    ('DatabricksTokenDetector', False, (b'dose',), None),  # databricks-oauth-secret
    ('DatabaseTokenDetector', False, (b'cflt',), None),  # confluent-api-secret
    ('DatabaseTokenDetector', False, (b'CCDB1_',), None),  # cockroachdb-api-key
    ('DatabaseTokenDetector', False, (b'xau_',), None),  # xata-api-key
    ('DatabaseTokenDetector', False, (b'essu_',), None),  # elastic-cloud-api-key
    ('DatabaseTokenDetector', False, (b'4b1d',), None),  # clickhouse-cloud-api-secret
    ('DatabaseTokenDetector', False, (b'pat',), ((b'pat',), b'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', True)),  # airtable-personal-access-token
    ('DatabaseTokenDetector', False, (b'APA91b',), None),  # firebase-cloud-messaging-key
    ('DatabaseTokenDetector', False, (b'CFPAT-',), None),  # contentful-management-token
    ('DatabaseTokenDetector', False, (b'AstraCS',), None),  # datastax-astra-token
    ('DatabaseTokenDetector', False, (b'eyJ',), None),  # convex-deploy-key
    ('DatabaseTokenDetector', False, (b'dbt',), None),  # dbt-cloud-token
    ('DatabaseTokenDetector', False, (b'pnb_', b'pnu_'), None),  # prefect-api-key
    ('DatabaseTokenDetector', False, (b'sgp_',), None),  # segment-public-api-token
    ('DatabaseTokenDetector', False, (b'phs_', b'phx_'), None),  # posthog-personal-api-key
    ('DatabaseTokenDetector', False, (b'AVNS_',), None),  # aiven-service-password
    ('DatabaseTokenDetector', False, (b'p.eyJ',), None),  # tinybird-token
    ('DatabaseTokenDetector', False, (b'standard_',), None),  # appwrite-api-key
    ('DatabaseTokenDetector', False, (b'mb_',), ((b'mb_',), b'mb_[A-Za-z0-9+/]{43}=', True)),  # metabase-api-key
    ('DatabaseTokenDetector', False, (b'',), ((b'==:',), b'[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}', False)),  # tableau-personal-access-token
    ('PlatformTokenDetector', False, (b'NRAK-',), None),  # new-relic-user-key
    ('MonitoringTokenDetector', False, (b'NRAL',), None),  # new-relic-license-key
    ('MonitoringTokenDetector', False, (b'NRII-',), None),  # new-relic-insert-key
    ('MonitoringTokenDetector', False, (b'NRIQ-',), None),  # new-relic-query-key
    ('MonitoringTokenDetector', False, (b'NRRA-',), None),  # new-relic-rest-api-key
    ('MonitoringTokenDetector', False, (b'NRAA-',), None),  # new-relic-admin-key
    ('PlatformTokenDetector', False, (b'glsa_',), None),  # grafana-service-account-token
    ('MonitoringTokenDetector', False, (b'glc_eyJ',), None),  # grafana-cloud-token
    ('MonitoringTokenDetector', False, (b'eyJrIjoi',), None),  # grafana-api-key
    ('MonitoringTokenDetector', False, (b'sntrys_',), None),  # sentry-organization-token
    ('MonitoringTokenDetector', False, (b'sntry',), None),  # sentry-user-token
    ('MonitoringTokenDetector', False, (b'hcaik_', b'hcbik_', b'hcxik_'), None),  # honeycomb-ingest-key
    ('PlatformTokenDetector', False, (b'dt0',), ((b'dt0',), b'dt0[a-z][0-9]{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}', True)),  # dynatrace-token
    ('MonitoringTokenDetector', False, (b'sdk-',), None),  # launchdarkly-sdk-key
    ('MonitoringTokenDetector', False, (b'console-', b'secret-'), None),  # statsig-secret-key
    ('MonitoringTokenDetector', False, (b'cu_',), ((b'cu_',), b'cu_[0-9a-f]{32}', True)),  # checkly-api-key
    ('MonitoringTokenDetector', False, (b'xaat-', b'xapt-'), None),  # axiom-token
    ('MonitoringTokenDetector', False, (b'rootly_',), None),  # rootly-api-key
    ('MonitoringTokenDetector', False, (b'rdme_xn8s9h',), None),  # readme-api-key
    ('PlatformTokenDetector', False, (b'ATATT3',), None),  # atlassian-api-token
    ('ServiceTokenDetector', False, (b'ATTA',), None),  # trello-token
    ('PlatformTokenDetector', False, (b'lin_api_',), None),  # linear-api-key
    ('ServiceTokenDetector', False, (b'lin_oauth_',), None),  # linear-oauth-token
    ('PlatformTokenDetector', False, (b'ntn_',), None),  # notion-token
    ('ServiceTokenDetector', False, (b'secret_',), None),  # notion-legacy-token
    ('PlatformTokenDetector', False, (b'figd_',), None),  # figma-personal-access-token
    ('ServiceTokenDetector', False, (b'pk_',), ((b'pk_',), b'pk_[0-9]{5,10}_[A-Z0-9]{32}', True)),  # clickup-api-token
    ('ServiceTokenDetector', False, (b'eyJtaXJvLm9yaWdpbiI6',), None),  # miro-access-token
    ('PlatformTokenDetector', False, (b'PMAK-',), None),  # postman-api-key
    ('ServiceTokenDetector', False, (b'PMAT-',), None),  # postman-collection-access-key
    ('ServiceTokenDetector', False, (b'sl.',), ((b'sl.',), b'sl\\.(?:u\\.)?[A-Za-z0-9_-]{120,2000}', True)),  # dropbox-access-token
    ('ServiceTokenDetector', False, (b'p8e-',), None),  # adobe-client-secret
    ('ServiceTokenDetector', False, (b'tfp_',), None),  # typeform-personal-access-token
    ('ServiceTokenDetector', False, (b'hooks.zapier.com/',), None),  # zapier-webhook
    ('ServiceTokenDetector', False, (b'make.com/',), None),  # make-webhook
    ('ServiceTokenDetector', False, (b'sk.eyJ',), None),  # mapbox-secret-token
    ('ServiceTokenDetector', False, (b'fx',), ((b':fx',), b'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:fx', False)),  # deepl-free-api-key
    ('ServiceTokenDetector', False, (b'fio-u-',), None),  # frame-io-token
    ('ServiceTokenDetector', False, (b's-s4t2',), None),  # intra42-client-secret
    ('ServiceTokenDetector', False, (b'lip_',), None),  # lichess-token
    ('ServiceTokenDetector', False, (b'dnkey-',), None),  # defined-networking-api-key
    ('ServiceTokenDetector', False, (b'NF-',), ((b'NF-',), b'NF-[A-Za-z0-9]{32}', False)),  # nightfall-api-key
    ('ServiceTokenDetector', False, (b'zpka_',), None),  # zuplo-api-key
    ('ServiceTokenDetector', False, (b'private_',), None),  # imagekit-private-key
    ('ServiceTokenDetector', False, (b'00D',), ((b'00D',), b'00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80,140}', True)),  # salesforce-access-token
    ('ServiceTokenDetector', False, (b'1000.',), None),  # zoho-oauth-token
    ('ServiceTokenDetector', False, (b'signkey-',), None),  # inngest-signing-key
    ('ServiceTokenDetector', False, (b'sk_',), None),  # liveblocks-secret-key
    ('JwtTokenDetector', False, (b'eyJ',), ((b'eyJ',), b'eyJ[A-Za-z0-9_=-]{8,4000}\\.[A-Za-z0-9_=-]{8,4000}\\.[A-Za-z0-9_=-]{16,2048}', True)),  # json-web-token
    ('NpmDetector', False, (b'_authToken',), None),  # npm-registry-login
    ('SourceHostTokenDetector', True, (b'ado_', b'azure', b'devops', b'visualstudio', b'vss_', b'vsts'), None),  # azure-devops-legacy-token
    ('SourceHostTokenDetector', True, (b'conduit', b'phab.', b'phab_', b'phabricator', b'phorge'), None),  # phabricator-api-token
    ('SourceHostTokenDetector', True, (b'gitea',), None),  # gitea-access-token
    ('SourceHostTokenDetector', True, (b'forgejo',), None),  # forgejo-access-token
    ('SourceHostTokenDetector', True, (b'codeberg',), None),  # codeberg-access-token
    ('SourceHostTokenDetector', True, (b'gogs',), None),  # gogs-access-token
    ('NpmTokenDetector', True, (b'_authtoken', b'npm_auth', b'npm_token'), None),  # npm-legacy-token
    ('RegistryTokenDetector', True, (b'cloudsmith',), None),  # cloudsmith-legacy-api-key
    ('RegistryTokenDetector', True, (b'hex',), None),  # hex-api-key
    ('RegistryTokenDetector', True, (b'anaconda', b'conda'), None),  # anaconda-access-token
    ('RegistryTokenDetector', True, (b'packagecloud',), None),  # packagecloud-api-token
    ('RegistryTokenDetector', True, (b'quay',), None),  # quay-robot-token
    ('ContinuousIntegrationTokenDetector', True, (b'circle',), None),  # circleci-legacy-token
    ('ContinuousIntegrationTokenDetector', True, (b'jenkins',), None),  # jenkins-api-token
    ('ContinuousIntegrationTokenDetector', True, (b'travis',), None),  # travis-ci-token
    ('ContinuousIntegrationTokenDetector', True, (b'drone',), None),  # drone-token
    ('ContinuousIntegrationTokenDetector', True, (b'appveyor',), None),  # appveyor-api-token
    ('ContinuousIntegrationTokenDetector', True, (b'codemagic',), None),  # codemagic-api-token
    ('ContinuousIntegrationTokenDetector', True, (b'bitrise',), None),  # bitrise-access-token
    ('ContinuousIntegrationTokenDetector', True, (b'octo',), None),  # octopus-deploy-api-key
    ('ContinuousIntegrationTokenDetector', True, (b'codecov',), None),  # codecov-upload-token
    ('ContinuousIntegrationTokenDetector', True, (b'coveralls',), None),  # coveralls-repository-token
    ('ContinuousIntegrationTokenDetector', True, (b'cc_test_reporter_id', b'code-climate', b'code_climate', b'codeclimate'), None),  # code-climate-reporter-id
    ('ContinuousIntegrationTokenDetector', True, (b'sonar',), None),  # sonar-legacy-token
    ('ContinuousIntegrationTokenDetector', True, (b'snyk',), None),  # snyk-api-token
    ('ContinuousIntegrationTokenDetector', True, (b'semgrep',), None),  # semgrep-app-token
    ('ContinuousIntegrationTokenDetector', True, (b'infracost',), None),  # infracost-api-token
    ('ContinuousIntegrationTokenDetector', True, (b'netlify',), None),  # netlify-legacy-token
    ('ContinuousIntegrationTokenDetector', True, (b'vercel',), None),  # vercel-legacy-token
    ('ContinuousIntegrationTokenDetector', True, (b'railway',), None),  # railway-token
    ('PlatformTokenDetector', True, (b'api.heroku.com', b'heroku', b'heroku-api', b'heroku_api', b'heroku_key', b'heroku_token', b'herokuapi'), None),  # heroku-legacy-api-key
    ('ContinuousIntegrationTokenDetector', True, (b'expo-token', b'expo.dev', b'expo_token', b'token'), None),  # expo-access-token
    ('TracingTokenDetector', True, (b'wandb', b'weights', b'weights_and_biases', b'weightsandbiases'), None),  # wandb-legacy-api-key
    ('TracingTokenDetector', True, (b'prompt',), None),  # promptlayer-api-key
    ('TracingTokenDetector', True, (b'braintrust',), None),  # braintrust-api-key
    ('TracingTokenDetector', True, (b'comet', b'opik'), None),  # comet-api-key
    ('TracingTokenDetector', True, (b'agentops',), None),  # agentops-api-key
    ('VectorDatabaseTokenDetector', True, (b'pinecone',), None),  # pinecone-legacy-api-key
    ('VectorDatabaseTokenDetector', True, (b'chroma',), None),  # chroma-api-key
    ('AgentTokenDetector', True, (b'cursor',), None),  # cursor-api-key
    ('AgentTokenDetector', True, (b'composio',), None),  # composio-organization-api-key
    ('AgentTokenDetector', True, (b'composio',), None),  # composio-project-api-key
    ('AgentTokenDetector', True, (b'mem0',), None),  # mem0-api-key
    ('AgentTokenDetector', True, (b'brave',), None),  # brave-search-api-key
    ('AgentTokenDetector', True, (b'exa',), None),  # exa-api-key
    ('AgentTokenDetector', True, (b'serper',), None),  # serper-api-key
    ('AgentTokenDetector', True, (b'serp',), None),  # serpapi-api-key
    ('AgentTokenDetector', True, (b'smithery',), None),  # smithery-api-key
    ('ModelProviderKeyDetector', True, (b'together',), None),  # together-legacy-api-key
    ('ModelProviderKeyDetector', True, (b'fireworks',), None),  # fireworks-api-key
    ('ModelProviderKeyDetector', True, (b'baseten',), None),  # baseten-legacy-api-key
    ('ModelProviderKeyDetector', True, (b'azure-openai', b'azure_openai', b'azureopenai', b'openai', b'openai.azure.com'), None),  # azure-openai-key
    ('ModelProviderKeyDetector', True, (b'codestral', b'mistral'), None),  # mistral-api-key
    ('ModelProviderKeyDetector', True, (b'co_api_key', b'cohere'), None),  # cohere-api-key
    ('ModelProviderKeyDetector', True, (b'ai21',), None),  # ai21-api-key
    ('ModelProviderKeyDetector', True, (b'assembly',), None),  # assemblyai-api-key
    ('ModelProviderKeyDetector', True, (b'deepgram',), None),  # deepgram-api-key
    ('ModelProviderKeyDetector', True, (b'clarifai',), None),  # clarifai-personal-access-token
    ('ModelProviderKeyDetector', True, (b'deepseek',), None),  # deepseek-api-key
    ('ModelProviderKeyDetector', True, (b'aliyun', b'bailian', b'dashscope', b'qwen'), None),  # dashscope-api-key
    ('ModelProviderKeyDetector', True, (b'dreamstudio', b'stability'), None),  # stability-api-key
    ('ModelProviderKeyDetector', True, (b'kimi', b'moonshot'), None),  # moonshot-api-key
    ('ModelProviderKeyDetector', True, (b'siliconflow',), None),  # siliconflow-api-key
    ('ModelProviderKeyDetector', True, (b'bigmodel', b'glm', b'z.ai', b'z_ai', b'zai_', b'zhipu'), None),  # zhipu-api-key
    ('ModelProviderKeyDetector', True, (b'ollama',), None),  # ollama-api-key
    ('ModelProviderKeyDetector', True, (b'voyage',), None),  # voyage-api-key
    ('ModelProviderKeyDetector', True, (b'nomic',), None),  # nomic-api-key
    ('ModelProviderKeyDetector', True, (b'modal',), None),  # modal-token-secret
    ('ModelProviderKeyDetector', True, (b'modal',), None),  # modal-proxy-token-secret
    ('ModelProviderKeyDetector', True, (b'sambanova',), None),  # sambanova-api-key
    ('ModelProviderKeyDetector', True, (b'fal',), None),  # fal-api-key
    ('AWSKeyDetector', True, (b'aws-secret', b'aws_access_secret', b'aws_secret', b'awssecret', b'secret', b'secret-access-key', b'secret_access_key', b'secretaccesskey'), None),  # aws-secret-access-key
    ('AzureStorageKeyDetector', True, (b'account-key', b'account_key', b'accountkey', b'storage-key', b'storage_access_key', b'storage_key', b'storageaccount', b'storagekey'), None),  # azure-storage-account-key
    ('AzureSasDetector', True, (b'sig',), None),  # azure-sas-signature
    ('CloudTokenDetector', True, (b'cosmos', b'documentdb', b'documents.azure.com'), None),  # azure-cosmos-db-legacy-key
    ('CloudTokenDetector', True, (b'shared',), None),  # azure-shared-access-key
    ('CloudTokenDetector', True, (b'azure-openai-key', b'azure_openai_api_key', b'azure_openai_key', b'azure_speech_key', b'azureopenaikey', b'cognitive_services_key', b'ocp-apim-subscription-key'), None),  # azure-cognitive-services-key
    ('CloudTokenDetector', True, (b'code', b'function_key', b'functions_key', b'x-functions-key'), None),  # azure-functions-legacy-key
    ('CloudTokenDetector', True, (b'sig',), None),  # azure-logic-apps-signature
    ('CloudTokenDetector', True, (b'access-key-secret', b'access_key_secret', b'accesskeysecret', b'alibaba_cloud_access', b'aliyun_access', b'aliyun_secret'), None),  # alibaba-cloud-access-key-secret
    ('CloudTokenDetector', True, (b'cos_secret_key', b'qcloud_secret', b'tencent_secret_key', b'tencent_secretkey', b'tencentcloud_secret_key'), None),  # tencent-cloud-secret-key
    ('CloudTokenDetector', True, (b'bluemix_api_key', b'bluemix_apikey', b'bx_api_key', b'iam_api_key', b'iam_apikey', b'ibm_api_key', b'ibm_apikey', b'ibm_cloud_api_key', b'ibmcloud_api_key', b'ibmcloud_apikey', b'ibmcloud_key', b'ic_api_key'), None),  # ibm-cloud-api-key
    ('CloudantDetector', True, (b'cl_key', b'cl_pass', b'cloudant-api', b'cloudant-key', b'cloudant-pass', b'cloudant_api', b'cloudant_key', b'cloudant_pass', b'cloudant_pw', b'cloudant_token', b'cloudantapi', b'cloudantkey', b'cloudantpass'), None),  # ibm-cloudant-password
    ('IbmCosHmacDetector', True, (b'cos-hmac', b'cos_hmac', b'secret-access-key', b'secret-key', b'secret_access_key', b'secret_key', b'secretaccesskey'), None),  # ibm-cloud-object-storage-hmac-secret
    ('SoftlayerDetector', True, (b'sl-api', b'sl_api', b'sl_key', b'slapi', b'softlayer'), None),  # softlayer-api-key
    ('CloudTokenDetector', True, (b'ovh',), None),  # ovh-application-secret
    ('CloudTokenDetector', True, (b'scaleway_secret', b'scaleway_token', b'scw-secret-key', b'scw_secret_key', b'scw_token'), None),  # scaleway-secret-key
    ('CloudTokenDetector', True, (b'linode',), None),  # linode-token
    ('CloudTokenDetector', True, (b'vultr',), None),  # vultr-api-key
    ('CloudTokenDetector', True, (b'hcloud-api', b'hcloud-key', b'hcloud-secret', b'hcloud-token', b'hcloud_api', b'hcloud_key', b'hcloud_secret', b'hcloud_token', b'hcloudapi', b'hcloudkey', b'hcloudsecret', b'hcloudtoken', b'hetzner-api', b'hetzner-key', b'hetzner-secret', b'hetzner-token', b'hetzner_api', b'hetzner_cloud', b'hetzner_key', b'hetzner_secret', b'hetzner_token', b'hetznerapi', b'hetznerkey', b'hetznersecret', b'hetznertoken'), None),  # hetzner-cloud-token
    ('CloudTokenDetector', True, (b'aws_secret', b'secret-access-key', b'secret_access_key', b'secret_key', b'secretaccesskey', b'yandex'), None),  # yandex-cloud-access-secret
    ('CloudTokenDetector', True, (b'cf-api-token', b'cf_api_token', b'cloudflare-api', b'cloudflare-key', b'cloudflare-secret', b'cloudflare-token', b'cloudflare_api', b'cloudflare_dns', b'cloudflare_key', b'cloudflare_secret', b'cloudflare_token', b'cloudflareapi', b'cloudflarekey', b'cloudflaresecret', b'cloudflaretoken'), None),  # cloudflare-legacy-api-token
    ('CloudTokenDetector', True, (b'cf-key', b'cf_api_key', b'cf_key', b'cloudflare', b'x-auth-key'), None),  # cloudflare-global-api-key
    ('CloudTokenDetector', True, (b'fastly',), None),  # fastly-api-token
    ('CloudTokenDetector', True, (b'access-token', b'access_token', b'accesstoken', b'client-token', b'client_token', b'clienttoken'), None),  # akamai-edgegrid-token
    ('CloudTokenDetector', True, (b'exoscale',), None),  # exoscale-api-secret
    ('CloudTokenDetector', True, (b'civo',), None),  # civo-api-key
    ('CloudTokenDetector', True, (b'wasabi',), None),  # wasabi-secret-key
    ('CloudTokenDetector', True, (b'application_key', b'applicationkey', b'aws_secret', b'b2-app', b'b2_', b'b2app', b'backblaze', b'secret_access_key'), None),  # backblaze-b2-application-key
    ('VaultTokenDetector', True, (b'vault-token', b'vault_token', b'vaulttoken', b'x-vault-token'), None),  # vault-legacy-token
    ('CloudTokenDetector', True, (b'consul-token', b'consul_http_token', b'consul_token', b'x-consul-token'), None),  # consul-acl-token
    ('CloudTokenDetector', True, (b'nomad-token', b'nomad_token', b'x-nomad-token'), None),  # nomad-acl-token
    ('CloudTokenDetector', True, (b'boundary',), None),  # boundary-token
    ('CloudTokenDetector', True, (b'access_token', b'bitwarden', b'bws_access_token', b'bws_token'), None),  # bitwarden-access-token
    ('CloudTokenDetector', True, (b'ngrok',), None),  # ngrok-token
    ('CloudTokenDetector', True, (b'okta', b'ssws'), None),  # okta-api-token
    ('CloudTokenDetector', True, (b'auth0',), None),  # auth0-client-secret
    ('PaymentTokenDetector', True, (b'square',), None),  # square-personal-access-token
    ('PaymentTokenDetector', True, (b'braintree_private', b'braintree_private_key', b'braintreeprivatekey', b'bt_private_key'), None),  # braintree-private-key
    ('PaymentTokenDetector', True, (b'paypal',), None),  # paypal-client-secret
    ('PaymentTokenDetector', True, (b'razorpay',), None),  # razorpay-key-secret
    ('PaymentTokenDetector', True, (b'mollie',), None),  # mollie-api-key
    ('PaymentTokenDetector', True, (b'mollie',), None),  # mollie-access-token
    ('PaymentTokenDetector', True, (b'plaid',), None),  # plaid-secret
    ('PaymentTokenDetector', True, (b'gocardless',), None),  # gocardless-access-token
    ('PaymentTokenDetector', True, (b'chargebee',), None),  # chargebee-api-key
    ('PaymentTokenDetector', True, (b'recurly',), None),  # recurly-api-key
    ('PaymentTokenDetector', True, (b'lob',), None),  # lob-api-key
    ('PaymentTokenDetector', True, (b'shipengine',), None),  # shipengine-api-key
    ('PaymentTokenDetector', True, (b'checkout-api', b'checkout-key', b'checkout-secret', b'checkout-token', b'checkout.com', b'checkout_api', b'checkout_key', b'checkout_secret', b'checkout_token', b'checkoutapi', b'checkoutkey', b'checkoutsecret', b'checkouttoken', b'cko_'), None),  # checkout-com-secret-key
    ('PaymentTokenDetector', True, (b'transferwise-api', b'transferwise-key', b'transferwise-secret', b'transferwise-token', b'transferwise_api', b'transferwise_key', b'transferwise_secret', b'transferwise_token', b'transferwiseapi', b'transferwisekey', b'transferwisesecret', b'transferwisetoken', b'wise-api', b'wise-key', b'wise-secret', b'wise-token', b'wise_api', b'wise_key', b'wise_secret', b'wise_token', b'wiseapi', b'wisekey', b'wisesecret', b'wisetoken'), None),  # wise-api-token
    ('PaymentTokenDetector', True, (b'bigcommerce',), None),  # bigcommerce-access-token
    ('PaymentTokenDetector', True, (b'etsy',), None),  # etsy-api-key
    ('PaymentTokenDetector', True, (b'revenuecat',), None),  # revenuecat-secret-key
    ('PaymentTokenDetector', True, (b'binance',), None),  # binance-api-secret
    ('PaymentTokenDetector', True, (b'alchemy',), None),  # alchemy-api-key
    ('PaymentTokenDetector', True, (b'infura',), None),  # infura-api-key
    ('PaymentTokenDetector', True, (b'etherscan',), None),  # etherscan-api-key
    ('DiscordBotTokenDetector', True, (b'bot', b'discord', b'login', b'run', b'token'), None),  # discord-bot-token
    ('MessagingTokenDetector', True, (b'discord',), None),  # discord-client-secret
    ('TelegramBotTokenDetector', True, (b'bot', b'telegram', b'tg_'), None),  # telegram-bot-old-token
    ('TwilioKeyDetector', True, (b'twilio',), None),  # twilio-auth-token
    ('TwilioKeyDetector', True, (b'twilio_',), None),  # twilio-api-secret
    ('MessagingTokenDetector', True, (b'mattermost-api', b'mattermost-key', b'mattermost-secret', b'mattermost-token', b'mattermost_access', b'mattermost_api', b'mattermost_key', b'mattermost_secret', b'mattermost_token', b'mattermostapi', b'mattermostkey', b'mattermostsecret', b'mattermosttoken', b'mm_token'), None),  # mattermost-token
    ('MessagingTokenDetector', True, (b'zulip',), None),  # zulip-api-key
    ('MessagingTokenDetector', True, (b'pusher',), None),  # pusher-app-secret
    ('MessagingTokenDetector', True, (b'ably',), None),  # ably-api-key
    ('MessagingTokenDetector', True, (b'nexmo_api_secret', b'nexmo_secret', b'vonage_api_secret', b'vonage_secret'), None),  # vonage-api-secret
    ('MessagingTokenDetector', True, (b'messagebird',), None),  # messagebird-access-key
    ('MessagingTokenDetector', True, (b'plivo',), None),  # plivo-auth-token
    ('MessagingTokenDetector', True, (b'channel_access_token', b'channelaccesstoken', b'line-channel', b'line_access', b'line_channel', b'line_token'), None),  # line-channel-access-token
    ('MessagingTokenDetector', True, (b'access_token', b'facebook', b'fb_', b'graph', b'instagram', b'meta_', b'page_token', b'waba', b'whatsapp'), None),  # facebook-access-token
    ('MessagingTokenDetector', True, (b'access_token', b'facebook', b'fb_', b'graph'), None),  # facebook-app-access-token
    ('MessagingTokenDetector', True, (b'facebook_app_secret', b'facebook_client_secret', b'facebook_key', b'facebook_secret', b'facebookappsecret', b'fb_app_secret', b'fb_secret'), None),  # facebook-app-secret
    ('MessagingTokenDetector', True, (b'twitter', b'x_access', b'x_api'), None),  # x-access-token
    ('MessagingTokenDetector', True, (b'consumer_secret', b'consumersecret', b'twitter_api_key_secret', b'twitter_api_secret', b'twitter_app_secret', b'twitter_consumer_secret', b'twitter_secret'), None),  # x-api-secret
    ('MessagingTokenDetector', True, (b'linkedin',), None),  # linkedin-access-token
    ('MailgunKeyDetector', True, (b'api', b'mailgun'), None),  # mailgun-key
    ('MailgunKeyDetector', True, (b'api', b'mailgun', b'mg_'), None),  # mailgun-private-key
    ('MailTokenDetector', True, (b'mandrill',), None),  # mandrill-api-key
    ('MailTokenDetector', True, (b'mailchimp', b'mailchimp_transactional', b'mandrill', b'transactional'), None),  # mandrill-marked-api-key
    ('MailTokenDetector', True, (b'postmark',), None),  # postmark-token
    ('MailTokenDetector', True, (b'sparkpost',), None),  # sparkpost-api-key
    ('MailTokenDetector', True, (b'mailjet-api', b'mailjet-key', b'mailjet-secret', b'mailjet-token', b'mailjet_api', b'mailjet_key', b'mailjet_secret', b'mailjet_token', b'mailjetapi', b'mailjetkey', b'mailjetsecret', b'mailjettoken', b'mj_api', b'mj_apikey'), None),  # mailjet-secret-key
    ('MessagingTokenDetector', True, (b'zendesk',), None),  # zendesk-api-token
    ('MessagingTokenDetector', True, (b'freshdesk',), None),  # freshdesk-api-key
    ('MessagingTokenDetector', True, (b'twitch',), None),  # twitch-client-secret
    ('MessagingTokenDetector', True, (b'zoom',), None),  # zoom-client-secret
    ('MessagingTokenDetector', True, (b'bearer', b'bot', b'cisco', b'token', b'webex'), None),  # webex-access-token
    ('MessagingTokenDetector', True, (b'pushover',), None),  # pushover-token
    ('MessagingTokenDetector', True, (b'pushbullet',), None),  # pushbullet-access-token
    ('MessagingTokenDetector', True, (b'ntfy',), None),  # ntfy-access-token
    ('DatabaseTokenDetector', True, (b'atlas_api_private', b'atlas_private', b'atlas_private_key', b'mcli_private_api_key', b'mongodb_atlas_private'), None),  # mongodb-atlas-private-key
    ('DatabaseTokenDetector', True, (b'kv_rest_api_token', b'redis_rest_token', b'upstash'), None),  # upstash-redis-token
    ('DatabaseTokenDetector', True, (b'cluster_api_secret', b'confluent-api', b'confluent-key', b'confluent-secret', b'confluent-token', b'confluent_api', b'confluent_cloud', b'confluent_key', b'confluent_secret', b'confluent_token', b'confluentapi', b'confluentkey', b'confluentsecret', b'confluenttoken', b'kafka_api_secret'), None),  # confluent-legacy-api-secret
    ('DatabaseTokenDetector', True, (b'apikey', b'elastic', b'es_api_key'), None),  # elasticsearch-api-key
    ('DatabaseTokenDetector', True, (b'algolia',), None),  # algolia-admin-key
    ('DatabaseTokenDetector', True, (b'meili',), None),  # meilisearch-api-key
    ('DatabaseTokenDetector', True, (b'typesense-api', b'typesense-key', b'typesense-secret', b'typesense-token', b'typesense_admin', b'typesense_api', b'typesense_key', b'typesense_secret', b'typesense_token', b'typesenseapi', b'typesensekey', b'typesensesecret', b'typesensetoken', b'x-typesense'), None),  # typesense-api-key
    ('DatabaseTokenDetector', True, (b'influx',), None),  # influxdb-token
    ('DatabaseTokenDetector', True, (b'airtable',), None),  # airtable-api-key
    ('DatabaseTokenDetector', True, (b'contentful',), None),  # contentful-access-token
    ('DatabaseTokenDetector', True, (b'sanity',), None),  # sanity-token
    ('DatabaseTokenDetector', True, (b'storyblok',), None),  # storyblok-oauth-token
    ('DatabaseTokenDetector', True, (b'storyblok',), None),  # storyblok-access-token
    ('DatabaseTokenDetector', True, (b'dato',), None),  # datocms-api-token
    ('DatabaseTokenDetector', True, (b'dagster',), None),  # dagster-cloud-token
    ('DatabaseTokenDetector', True, (b'mixpanel',), None),  # mixpanel-secret
    ('DatabaseTokenDetector', True, (b'amplitude',), None),  # amplitude-secret-key
    ('DatabaseTokenDetector', True, (b'hasura_admin_secret', b'hasura_graphql_admin_secret', b'x-hasura-admin-secret'), None),  # hasura-admin-secret
    ('DatabaseTokenDetector', True, (b'redash',), None),  # redash-api-key
    ('MonitoringTokenDetector', True, (b'datadog-api', b'datadog-key', b'datadog-secret', b'datadog-token', b'datadog_api', b'datadog_client_api', b'datadog_key', b'datadog_secret', b'datadog_token', b'datadogapi', b'datadogkey', b'datadogsecret', b'datadogtoken', b'dd-api', b'dd_api', b'ddapikey'), None),  # datadog-api-key
    ('MonitoringTokenDetector', True, (b'datadog-app', b'datadog_app', b'datadog_client_app', b'datadogapp', b'dd-app', b'dd-application', b'dd_app', b'dd_application', b'ddappkey'), None),  # datadog-application-key
    ('MonitoringTokenDetector', True, (b'sentry',), None),  # sentry-legacy-token
    ('MonitoringTokenDetector', True, (b'honeycomb-api', b'honeycomb-key', b'honeycomb-secret', b'honeycomb-token', b'honeycomb_api', b'honeycomb_key', b'honeycomb_secret', b'honeycomb_token', b'honeycombapi', b'honeycombkey', b'honeycombsecret', b'honeycombtoken', b'x-honeycomb-team'), None),  # honeycomb-api-key
    ('MonitoringTokenDetector', True, (b'hec-token', b'hec_token', b'splunk'), None),  # splunk-hec-token
    ('MonitoringTokenDetector', True, (b'sumo',), None),  # sumo-logic-access-key
    ('MonitoringTokenDetector', True, (b'loggly',), None),  # loggly-token
    ('MonitoringTokenDetector', True, (b'logz',), None),  # logz-io-token
    ('MonitoringTokenDetector', True, (b'better_stack-api', b'better_stack-key', b'better_stack-secret', b'better_stack-token', b'better_stack_api', b'better_stack_key', b'better_stack_secret', b'better_stack_source', b'better_stack_token', b'better_stackapi', b'better_stackkey', b'better_stacksecret', b'better_stacktoken', b'betterstack-api', b'betterstack-key', b'betterstack-secret', b'betterstack-token', b'betterstack_api', b'betterstack_key', b'betterstack_secret', b'betterstack_source', b'betterstack_token', b'betterstackapi', b'betterstackkey', b'betterstacksecret', b'betterstacktoken', b'logtail-api', b'logtail-key', b'logtail-secret', b'logtail-token', b'logtail_api', b'logtail_key', b'logtail_secret', b'logtail_source', b'logtail_token', b'logtailapi', b'logtailkey', b'logtailsecret', b'logtailtoken'), None),  # better-stack-source-token
    ('MonitoringTokenDetector', True, (b'pagerduty',), None),  # pagerduty-api-key
    ('MonitoringTokenDetector', True, (b'pagerduty', b'pd_service_key', b'routing_key'), None),  # pagerduty-integration-key
    ('MonitoringTokenDetector', True, (b'genie_key', b'geniekey', b'opsgenie-api', b'opsgenie-key', b'opsgenie-secret', b'opsgenie-token', b'opsgenie_api', b'opsgenie_integration', b'opsgenie_key', b'opsgenie_secret', b'opsgenie_token', b'opsgenieapi', b'opsgeniekey', b'opsgeniesecret', b'opsgenietoken'), None),  # opsgenie-api-key
    ('MonitoringTokenDetector', True, (b'post_server_item', b'rollbar-access', b'rollbar-api', b'rollbar-key', b'rollbar-secret', b'rollbar-token', b'rollbar_access', b'rollbar_api', b'rollbar_key', b'rollbar_secret', b'rollbar_server', b'rollbar_token', b'rollbarapi', b'rollbarkey', b'rollbarsecret', b'rollbartoken'), None),  # rollbar-access-token
    ('MonitoringTokenDetector', True, (b'authorization', b'launchdarkly', b'ld_access', b'ld_api', b'ld_token'), None),  # launchdarkly-access-token
    ('MonitoringTokenDetector', True, (b'flagsmith',), None),  # flagsmith-environment-key
    ('MonitoringTokenDetector', True, (b'uptime',), None),  # uptimerobot-api-key
    ('MonitoringTokenDetector', True, (b'statuspage',), None),  # statuspage-api-key
    ('MonitoringTokenDetector', True, (b'cronitor',), None),  # cronitor-api-key
    ('ServiceTokenDetector', True, (b'atlassian-api', b'atlassian-key', b'atlassian-secret', b'atlassian-token', b'atlassian_api', b'atlassian_key', b'atlassian_secret', b'atlassian_token', b'atlassianapi', b'atlassiankey', b'atlassiansecret', b'atlassiantoken', b'confluence-api', b'confluence-key', b'confluence-secret', b'confluence-token', b'confluence_api', b'confluence_key', b'confluence_secret', b'confluence_token', b'confluenceapi', b'confluencekey', b'confluencesecret', b'confluencetoken', b'jira-api', b'jira-key', b'jira-secret', b'jira-token', b'jira_api', b'jira_api_token', b'jira_key', b'jira_secret', b'jira_token', b'jiraapi', b'jirakey', b'jirasecret', b'jiratoken'), None),  # atlassian-legacy-api-token
    ('ServiceTokenDetector', True, (b'trello',), None),  # trello-legacy-token
    ('ServiceTokenDetector', True, (b'asana',), None),  # asana-access-token
    ('ServiceTokenDetector', True, (b'dropbox',), None),  # dropbox-long-lived-token
    ('ServiceTokenDetector', True, (b'dropbox',), None),  # dropbox-app-secret
    ('ServiceTokenDetector', True, (b'box',), None),  # box-client-secret
    ('ServiceTokenDetector', True, (b'ifttt_key', b'ifttt_webhook', b'maker.ifttt.com/trigger/'), None),  # ifttt-webhook-key
    ('ServiceTokenDetector', True, (b'here',), None),  # here-api-key
    ('ServiceTokenDetector', True, (b'appid', b'openweather', b'owm_api', b'owm_key'), None),  # openweather-api-key
    ('ServiceTokenDetector', True, (b'scraper',), None),  # scraperapi-key
    ('ServiceTokenDetector', True, (b'scraping',), None),  # scrapingbee-api-key
    ('ServiceTokenDetector', True, (b'serp',), None),  # serpapi-key
    ('ServiceTokenDetector', True, (b'deepl',), None),  # deepl-pro-api-key
    ('ServiceTokenDetector', True, (b'discourse',), None),  # discourse-api-key
    ('ServiceTokenDetector', True, (b'application-password', b'application_password', b'wordpress', b'wp_api', b'wp_app', b'wp_pass', b'wp_user'), None),  # wordpress-application-password
    ('ServiceTokenDetector', True, (b'admin_api', b'ghost'), None),  # ghost-admin-api-key
    ('ServiceTokenDetector', True, (b'webflow',), None),  # webflow-api-token
    ('ServiceTokenDetector', True, (b'strava',), None),  # strava-client-secret
    ('ServiceTokenDetector', True, (b'spoti',), None),  # spotify-client-secret
    ('ServiceTokenDetector', True, (b'cloudinary',), None),  # cloudinary-api-secret
    ('ServiceTokenDetector', True, (b'uploadcare',), None),  # uploadcare-secret-key
    ('ServiceTokenDetector', True, (b'virus_total', b'virustotal-api', b'virustotal-key', b'virustotal-secret', b'virustotal-token', b'virustotal_api', b'virustotal_key', b'virustotal_secret', b'virustotal_token', b'virustotalapi', b'virustotalkey', b'virustotalsecret', b'virustotaltoken', b'vt-api', b'vt-key', b'vt-secret', b'vt-token', b'vt_api', b'vt_key', b'vt_secret', b'vt_token', b'vtapi', b'vtkey', b'vtsecret', b'vttoken', b'x-apikey'), None),  # virustotal-api-key
    ('ServiceTokenDetector', True, (b'shodan',), None),  # shodan-api-key
    ('ServiceTokenDetector', True, (b'abuse',), None),  # abuseipdb-api-key
    ('ServiceTokenDetector', True, (b'censys_',), None),  # censys-api-secret
    ('ServiceTokenDetector', True, (b'urlscan',), None),  # urlscan-api-key
    ('ServiceTokenDetector', True, (b'hunter',), None),  # hunter-api-key
    ('ServiceTokenDetector', True, (b'security',), None),  # securitytrails-api-key
    ('ServiceTokenDetector', True, (b'todoist',), None),  # todoist-api-token
    ('ServiceTokenDetector', True, (b'smartsheet',), None),  # smartsheet-access-token
    ('ServiceTokenDetector', True, (b'clubhouse_api', b'clubhouse_token', b'shortcut-token', b'shortcut_api', b'shortcut_token'), None),  # shortcut-api-token
    ('ServiceTokenDetector', True, (b'coda',), None),  # coda-api-token
    ('ServiceTokenDetector', True, (b'mux_',), None),  # mux-token-secret
    ('OpenAIProjectKeyDetector', False, (b'sk-',), None),  # openai-unmarked-key
    ('OpenAIProjectKeyDetector', False, (b'sk-',), ((b'sk-',), b'sk-[A-Za-z0-9]{48}', False)),  # openai-style-key
)
