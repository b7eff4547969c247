"""Vector databases, and the services that fill them."""

from . import TokenKind
from ._shared import UUID

VECTORS = (
    TokenKind(
        "pinecone-api-key",
        "a Pinecone API key",
        "Pinecone",
        "pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}",
        ("pcsk_",),
        "https://docs.pinecone.io/guides/projects/manage-api-keys",
        "VectorDatabaseTokenDetector",
        revoke="https://app.pinecone.io",
    ),
    TokenKind(
        "pinecone-legacy-api-key",
        "a Pinecone API key",
        "Pinecone",
        UUID,
        ("pinecone_api", "pinecone-api", "pinecone api", "pineconeapi", "pinecone_key", "pinecone.init", "pinecone("),
        "https://docs.pinecone.io/guides/projects/manage-api-keys",
        "VectorDatabaseTokenDetector",
        revoke="https://app.pinecone.io",
        near=True,
    ),
    TokenKind(
        "llamacloud-api-key",
        "a LlamaCloud API key",
        "LlamaCloud",
        "llx-[A-Za-z0-9]{48}",
        ("llx-",),
        "https://developers.llamaindex.ai/python/cloud/general/api_key/",
        "VectorDatabaseTokenDetector",
        revoke="https://cloud.llamaindex.ai/api-key",
    ),
    TokenKind(
        "turbopuffer-api-key",
        "a turbopuffer API key",
        "turbopuffer",
        "tpuf_[A-Za-z0-9]{20,64}",
        ("tpuf_",),
        "https://turbopuffer.com/docs/auth",
        "VectorDatabaseTokenDetector",
        revoke="https://turbopuffer.com/dashboard",
    ),
    # Base64 of something that ends in `_v200`.
    TokenKind(
        "weaviate-api-key",
        "a Weaviate Cloud API key",
        "Weaviate",
        "[A-Za-z0-9+/]{40,120}X3YyMDA=",
        ("X3YyMDA=",),
        "https://docs.weaviate.io/cloud/manage-clusters/authentication",
        "VectorDatabaseTokenDetector",
        revoke="https://console.weaviate.cloud",
    ),
    TokenKind(
        "chroma-api-key",
        "a Chroma Cloud API key",
        "Chroma",
        "ck-[1-9A-HJ-NP-Za-km-z]{40,44}",
        ("chroma",),
        "https://docs.trychroma.com/cloud/getting-started",
        "VectorDatabaseTokenDetector",
        revoke="https://www.trychroma.com",
        near=True,
    ),
)
