"""first entities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from server.database.migrations.operations import distribute, protect

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "company",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("website", sa.Text(collation="C"), nullable=True),
        sa.Column("industry", sa.Text(collation="C"), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("city", sa.Text(collation="C"), nullable=True),
        sa.Column("country", sa.Text(collation="C"), nullable=True),
        sa.CheckConstraint("char_length(city) <= 500", name="company_city_length_check"),
        sa.CheckConstraint("char_length(country) <= 500", name="company_country_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="company_external_id_length_check"),
        sa.CheckConstraint("char_length(industry) <= 500", name="company_industry_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="company_name_length_check"),
        sa.CheckConstraint("char_length(website) <= 2000", name="company_website_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="company_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="company_external_id_key"),
    )
    distribute("company")
    op.create_index("company_industry_idx", "company", ["tenant_id", "industry", "id"], unique=False)
    op.create_index("company_name_idx", "company", ["tenant_id", "name_folded", "id"], unique=False)
    op.create_table(
        "import_chunk",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("import", sa.LargeBinary(), nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(collation="C"), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "import", "chunk", name="import_chunk_pkey"),
    )
    distribute("import_chunk")
    op.create_table(
        "product",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("category", sa.Text(collation="C"), nullable=True),
        sa.Column("price_minor", sa.BigInteger(), nullable=True),
        sa.Column("price_currency", sa.Text(collation="C"), nullable=True),
        sa.CheckConstraint("(price_minor IS NULL) = (price_currency IS NULL)", name="product_price_whole_check"),
        sa.CheckConstraint("char_length(category) <= 500", name="product_category_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="product_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="product_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="product_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="product_external_id_key"),
    )
    distribute("product")
    op.create_index("product_category_idx", "product", ["tenant_id", "category", "id"], unique=False)
    op.create_index("product_name_idx", "product", ["tenant_id", "name_folded", "id"], unique=False)
    op.create_table(
        "segmentation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("step", sa.Text(collation="C"), nullable=True),
        sa.Column("error", sa.Text(collation="C"), nullable=True),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')", name="segmentation_status_check"),
        sa.CheckConstraint("char_length(error) <= 2000", name="segmentation_error_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="segmentation_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="segmentation_name_length_check"),
        sa.CheckConstraint("char_length(step) <= 500", name="segmentation_step_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="segmentation_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="segmentation_external_id_key"),
    )
    distribute("segmentation")
    op.create_index("segmentation_name_idx", "segmentation", ["tenant_id", "name_folded", "id"], unique=False)
    op.create_table(
        "tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("colour", sa.Text(collation="C"), nullable=True),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.CheckConstraint("char_length(colour) <= 500", name="tag_colour_length_check"),
        sa.CheckConstraint("char_length(description) <= 2000", name="tag_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="tag_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 100", name="tag_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="tag_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="tag_external_id_key"),
    )
    distribute("tag")
    op.create_index("tag_name_idx", "tag", ["tenant_id", "name_folded", "id"], unique=False)
    op.create_table(
        "tenant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'", name="tenant_slug_check"),
        sa.PrimaryKeyConstraint("id", name="tenant_pkey"),
    )
    distribute("tenant", "id")
    op.create_table(
        "api_key",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'marketer', 'client')", name="api_key_role_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="api_key_pkey"),
        sa.UniqueConstraint("tenant_id", "hash", name="api_key_hash_key"),
    )
    distribute("api_key")
    op.create_table(
        "customer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("stage", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=True),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=True),
        sa.Column("given_name", sa.Text(collation="C"), nullable=True),
        sa.Column("family_name", sa.Text(collation="C"), nullable=True),
        sa.Column("family_name_folded", sa.Text(collation="C"), nullable=True),
        sa.Column("email", sa.Text(collation="C"), nullable=True),
        sa.Column("email_folded", sa.Text(collation="C"), nullable=True),
        sa.Column("phone", sa.Text(collation="C"), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("gender", sa.Text(collation="C"), nullable=True),
        sa.Column("street", sa.Text(collation="C"), nullable=True),
        sa.Column("city", sa.Text(collation="C"), nullable=True),
        sa.Column("region", sa.Text(collation="C"), nullable=True),
        sa.Column("postal_code", sa.Text(collation="C"), nullable=True),
        sa.Column("country", sa.Text(collation="C"), nullable=True),
        sa.Column("language", sa.Text(collation="C"), nullable=True),
        sa.Column("job_title", sa.Text(collation="C"), nullable=True),
        sa.Column("industry", sa.Text(collation="C"), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("gender IN ('FEMALE', 'MALE', 'OTHER')", name="customer_gender_check"),
        sa.CheckConstraint("kind IN ('PERSON', 'ORGANISATION')", name="customer_kind_check"),
        sa.CheckConstraint("stage IN ('LEAD', 'PROSPECT', 'CUSTOMER', 'FORMER')", name="customer_stage_check"),
        sa.CheckConstraint("(email IS NULL) = (email_folded IS NULL)", name="customer_email_whole_check"),
        sa.CheckConstraint(
            "(family_name IS NULL) = (family_name_folded IS NULL)", name="customer_family_name_whole_check"
        ),
        sa.CheckConstraint("(name IS NULL) = (name_folded IS NULL)", name="customer_name_whole_check"),
        sa.CheckConstraint("char_length(city) <= 500", name="customer_city_length_check"),
        sa.CheckConstraint("char_length(country) <= 500", name="customer_country_length_check"),
        sa.CheckConstraint("char_length(email) <= 320", name="customer_email_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="customer_external_id_length_check"),
        sa.CheckConstraint("char_length(family_name) <= 500", name="customer_family_name_length_check"),
        sa.CheckConstraint("char_length(given_name) <= 500", name="customer_given_name_length_check"),
        sa.CheckConstraint("char_length(industry) <= 500", name="customer_industry_length_check"),
        sa.CheckConstraint("char_length(job_title) <= 500", name="customer_job_title_length_check"),
        sa.CheckConstraint("char_length(language) <= 500", name="customer_language_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="customer_name_length_check"),
        sa.CheckConstraint("char_length(phone) <= 40", name="customer_phone_length_check"),
        sa.CheckConstraint("char_length(postal_code) <= 20", name="customer_postal_code_length_check"),
        sa.CheckConstraint("char_length(region) <= 500", name="customer_region_length_check"),
        sa.CheckConstraint("char_length(street) <= 500", name="customer_street_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="customer_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="customer_external_id_key"),
    )
    distribute("customer")
    op.create_index("customer_birth_date_idx", "customer", ["tenant_id", "birth_date", "id"], unique=False)
    op.create_index("customer_company_idx", "customer", ["tenant_id", "company_id", "id"], unique=False)
    op.create_index("customer_country_idx", "customer", ["tenant_id", "country", "id"], unique=False)
    op.create_index("customer_email_idx", "customer", ["tenant_id", "email_folded", "id"], unique=False)
    op.create_index("customer_family_name_idx", "customer", ["tenant_id", "family_name_folded", "id"], unique=False)
    op.create_index("customer_name_idx", "customer", ["tenant_id", "name_folded", "id"], unique=False)
    op.create_index("customer_phone_idx", "customer", ["tenant_id", "phone", "id"], unique=False)
    op.create_index("customer_stage_country_idx", "customer", ["tenant_id", "stage", "country", "id"], unique=False)
    op.create_table(
        "segment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("segmentation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("char_length(description) <= 2000", name="segment_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="segment_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="segment_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="segment_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="segment_external_id_key"),
    )
    distribute("segment")
    op.create_index("segment_segmentation_idx", "segment", ["tenant_id", "segmentation_id", "id"], unique=False)
    op.create_table(
        "customer_segment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", "segment_id", name="customer_segment_pkey"),
    )
    distribute("customer_segment")
    op.create_index(
        "customer_segment_segment_id_idx", "customer_segment", ["tenant_id", "segment_id", "customer_id"], unique=False
    )
    op.create_table(
        "customer_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", "tag_id", name="customer_tag_pkey"),
    )
    distribute("customer_tag")
    op.create_index("customer_tag_tag_id_idx", "customer_tag", ["tenant_id", "tag_id", "customer_id"], unique=False)
    op.create_table(
        "interaction",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('CALL', 'EMAIL', 'MEETING', 'VISIT', 'PRODUCT_VIEW', 'CLICK', 'FORM')",
            name="interaction_kind_check",
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="interaction_external_id_length_check"),
        sa.CheckConstraint("char_length(subject) <= 500", name="interaction_subject_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="interaction_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="interaction_external_id_key"),
    )
    distribute("interaction")
    op.create_index(
        "interaction_customer_occurred_at_idx",
        "interaction",
        ["tenant_id", "customer_id", "occurred_at", "id"],
        unique=False,
    )
    op.create_index("interaction_occurred_at_idx", "interaction", ["tenant_id", "occurred_at", "id"], unique=False)
    op.create_table(
        "order",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_currency", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status IN ('DRAFT', 'PLACED', 'PAID', 'SHIPPED', 'DELIVERED', 'RETURNED', 'ABANDONED', 'CANCELLED')",
            name="order_status_check",
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="order_external_id_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="order_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="order_external_id_key"),
    )
    distribute("order")
    op.create_index(
        "order_customer_placed_at_idx", "order", ["tenant_id", "customer_id", "placed_at", "id"], unique=False
    )
    op.create_index("order_placed_at_idx", "order", ["tenant_id", "placed_at", "id"], unique=False)
    op.create_table(
        "order_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_currency", sa.Text(collation="C"), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=True),
        sa.Column("total_currency", sa.Text(collation="C"), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(total_minor IS NULL) = (total_currency IS NULL)", name="order_item_total_whole_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="order_item_external_id_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="order_item_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="order_item_external_id_key"),
    )
    distribute("order_item")
    op.create_index("order_item_order_idx", "order_item", ["tenant_id", "order_id", "id"], unique=False)
    op.create_index("order_item_product_idx", "order_item", ["tenant_id", "product_id", "id"], unique=False)
    protect("company")
    protect("import_chunk")
    protect("product")
    protect("segmentation")
    protect("tag")
    protect("api_key")
    protect("customer")
    protect("segment")
    protect("customer_segment")
    protect("customer_tag")
    protect("interaction")
    protect("order")
    protect("order_item")
    op.create_foreign_key("api_key_tenant_id_fkey", "api_key", "tenant", ["tenant_id"], ["id"], ondelete="CASCADE")
    op.create_foreign_key(
        "customer_company_id_fkey",
        "customer",
        "company",
        ["tenant_id", "company_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "segment_segmentation_id_fkey",
        "segment",
        "segmentation",
        ["tenant_id", "segmentation_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_segment_customer_id_fkey",
        "customer_segment",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_segment_segment_id_fkey",
        "customer_segment",
        "segment",
        ["tenant_id", "segment_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_tag_tag_id_fkey",
        "customer_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_tag_customer_id_fkey",
        "customer_tag",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "interaction_customer_id_fkey",
        "interaction",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "order_customer_id_fkey",
        "order",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "order_item_order_id_fkey",
        "order_item",
        "order",
        ["tenant_id", "order_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "order_item_product_id_fkey",
        "order_item",
        "product",
        ["tenant_id", "product_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
