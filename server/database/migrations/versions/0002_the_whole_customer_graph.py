"""The whole customer graph."""

import re
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from server.database.migrations.operations import distribute, protect
from server.entities.ids import new_id
from server.entities.phone import to_e164
from server.entities.text import fold

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_constraint("customer_phone_length_check", "customer", type_="check")
    op.drop_constraint("product_category_length_check", "product", type_="check")
    op.drop_constraint("interaction_kind_check", "interaction", type_="check")
    op.create_table(
        "attachment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("current_revision", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(collation="C"), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(collation="C"), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("order_item_id", sa.Uuid(), nullable=True),
        sa.Column("interaction_id", sa.Uuid(), nullable=True),
        sa.Column("email_address_id", sa.Uuid(), nullable=True),
        sa.Column("customer_phone_id", sa.Uuid(), nullable=True),
        sa.Column("postal_address_id", sa.Uuid(), nullable=True),
        sa.Column("social_account_id", sa.Uuid(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("suppression_id", sa.Uuid(), nullable=True),
        sa.Column("company_role_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("product_category_id", sa.Uuid(), nullable=True),
        sa.Column("customer_subscription_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_response_id", sa.Uuid(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("pipeline_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("deal_id", sa.Uuid(), nullable=True),
        sa.Column("quote_id", sa.Uuid(), nullable=True),
        sa.Column("quote_line_id", sa.Uuid(), nullable=True),
        sa.Column("knowledge_base_article_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("survey_id", sa.Uuid(), nullable=True),
        sa.Column("survey_question_id", sa.Uuid(), nullable=True),
        sa.Column("survey_answer_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("char_length(description) <= 2000", name="attachment_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="attachment_external_id_length_check"),
        sa.CheckConstraint("char_length(media_type) <= 500", name="attachment_media_type_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="attachment_name_length_check"),
        sa.CheckConstraint("char_length(sha256) <= 64", name="attachment_sha256_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="attachment_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="attachment_external_id_key"),
    )
    distribute("attachment")
    op.create_index(
        "attachment_attachment_idx",
        "attachment",
        ["tenant_id", "attachment_id", "id"],
        unique=False,
        postgresql_where=sa.text("attachment_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_campaign_idx",
        "attachment",
        ["tenant_id", "campaign_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_campaign_response_idx",
        "attachment",
        ["tenant_id", "campaign_response_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_response_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_company_idx",
        "attachment",
        ["tenant_id", "company_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_company_role_idx",
        "attachment",
        ["tenant_id", "company_role_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_role_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_consent_idx",
        "attachment",
        ["tenant_id", "consent_id", "id"],
        unique=False,
        postgresql_where=sa.text("consent_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_contract_idx",
        "attachment",
        ["tenant_id", "contract_id", "id"],
        unique=False,
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_customer_idx",
        "attachment",
        ["tenant_id", "customer_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_customer_phone_idx",
        "attachment",
        ["tenant_id", "customer_phone_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_phone_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_customer_subscription_idx",
        "attachment",
        ["tenant_id", "customer_subscription_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_subscription_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_deal_idx",
        "attachment",
        ["tenant_id", "deal_id", "id"],
        unique=False,
        postgresql_where=sa.text("deal_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_email_address_idx",
        "attachment",
        ["tenant_id", "email_address_id", "id"],
        unique=False,
        postgresql_where=sa.text("email_address_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_goal_idx",
        "attachment",
        ["tenant_id", "goal_id", "id"],
        unique=False,
        postgresql_where=sa.text("goal_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_interaction_idx",
        "attachment",
        ["tenant_id", "interaction_id", "id"],
        unique=False,
        postgresql_where=sa.text("interaction_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_knowledge_base_article_idx",
        "attachment",
        ["tenant_id", "knowledge_base_article_id", "id"],
        unique=False,
        postgresql_where=sa.text("knowledge_base_article_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_lead_idx",
        "attachment",
        ["tenant_id", "lead_id", "id"],
        unique=False,
        postgresql_where=sa.text("lead_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_name_idx", "attachment", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "attachment_note_idx",
        "attachment",
        ["tenant_id", "note_id", "id"],
        unique=False,
        postgresql_where=sa.text("note_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_order_idx",
        "attachment",
        ["tenant_id", "order_id", "id"],
        unique=False,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_order_item_idx",
        "attachment",
        ["tenant_id", "order_item_id", "id"],
        unique=False,
        postgresql_where=sa.text("order_item_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_pipeline_idx",
        "attachment",
        ["tenant_id", "pipeline_id", "id"],
        unique=False,
        postgresql_where=sa.text("pipeline_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_postal_address_idx",
        "attachment",
        ["tenant_id", "postal_address_id", "id"],
        unique=False,
        postgresql_where=sa.text("postal_address_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_product_category_idx",
        "attachment",
        ["tenant_id", "product_category_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_category_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_product_idx",
        "attachment",
        ["tenant_id", "product_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_quote_idx",
        "attachment",
        ["tenant_id", "quote_id", "id"],
        unique=False,
        postgresql_where=sa.text("quote_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_quote_line_idx",
        "attachment",
        ["tenant_id", "quote_line_id", "id"],
        unique=False,
        postgresql_where=sa.text("quote_line_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_social_account_idx",
        "attachment",
        ["tenant_id", "social_account_id", "id"],
        unique=False,
        postgresql_where=sa.text("social_account_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_stage_idx",
        "attachment",
        ["tenant_id", "stage_id", "id"],
        unique=False,
        postgresql_where=sa.text("stage_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_suppression_idx",
        "attachment",
        ["tenant_id", "suppression_id", "id"],
        unique=False,
        postgresql_where=sa.text("suppression_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_survey_answer_idx",
        "attachment",
        ["tenant_id", "survey_answer_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_answer_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_survey_idx",
        "attachment",
        ["tenant_id", "survey_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_survey_question_idx",
        "attachment",
        ["tenant_id", "survey_question_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_question_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_task_idx",
        "attachment",
        ["tenant_id", "task_id", "id"],
        unique=False,
        postgresql_where=sa.text("task_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_team_idx",
        "attachment",
        ["tenant_id", "team_id", "id"],
        unique=False,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_ticket_idx",
        "attachment",
        ["tenant_id", "ticket_id", "id"],
        unique=False,
        postgresql_where=sa.text("ticket_id IS NOT NULL"),
    )
    op.create_index(
        "attachment_user_idx",
        "attachment",
        ["tenant_id", "user_id", "id"],
        unique=False,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_table(
        "attachment_content",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(bytes) BETWEEN 1 AND 262144", name="attachment_content_bytes_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "revision_id", "number", name="attachment_content_pkey"),
    )
    distribute("attachment_content")
    op.create_table(
        "attachment_revision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(collation="C"), nullable=False),
        sa.Column("sha256", sa.Text(collation="C"), nullable=False),
        sa.Column("uploaded_by", sa.Text(collation="C"), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("char_length(external_id) <= 200", name="attachment_revision_external_id_length_check"),
        sa.CheckConstraint("char_length(media_type) <= 500", name="attachment_revision_media_type_length_check"),
        sa.CheckConstraint("char_length(sha256) <= 64", name="attachment_revision_sha256_length_check"),
        sa.CheckConstraint("char_length(uploaded_by) <= 500", name="attachment_revision_uploaded_by_length_check"),
        sa.CheckConstraint("number >= 1", name="attachment_revision_number_minimum_check"),
        sa.CheckConstraint("size >= 0", name="attachment_revision_size_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="attachment_revision_pkey"),
        sa.UniqueConstraint("tenant_id", "attachment_id", "number", name="attachment_revision_attachment_number_key"),
        sa.UniqueConstraint("tenant_id", "external_id", name="attachment_revision_external_id_key"),
    )
    distribute("attachment_revision")
    op.create_table(
        "attachment_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "attachment_id", "tag_id", name="attachment_tag_pkey"),
    )
    distribute("attachment_tag")
    op.create_index(
        "attachment_tag_tag_id_idx", "attachment_tag", ["tenant_id", "tag_id", "attachment_id"], unique=False
    )
    op.create_table(
        "campaign",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("channel", sa.Text(collation="C"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("budget_currency", sa.Text(collation="C"), nullable=True),
        sa.CheckConstraint("channel IN ('EMAIL', 'PHONE', 'SMS', 'POST', 'PUSH')", name="campaign_channel_check"),
        sa.CheckConstraint("(budget_minor IS NULL) = (budget_currency IS NULL)", name="campaign_budget_whole_check"),
        sa.CheckConstraint("char_length(description) <= 5000", name="campaign_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="campaign_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="campaign_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="campaign_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="campaign_external_id_key"),
    )
    distribute("campaign")
    op.create_index(
        "campaign_name_idx", "campaign", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "campaign_starts_on_idx", "campaign", ["tenant_id", "starts_on", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "campaign_response",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(collation="C"), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('TARGETED', 'OPENED', 'CLICKED', 'ACCEPTED', 'DECLINED')",
            name="campaign_response_outcome_check",
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="campaign_response_external_id_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="campaign_response_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="campaign_response_external_id_key"),
    )
    distribute("campaign_response")
    op.create_index(
        "campaign_response_campaign_outcome_idx",
        "campaign_response",
        ["tenant_id", "campaign_id", "outcome", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "campaign_response_customer_responded_at_idx",
        "campaign_response",
        ["tenant_id", "customer_id", "responded_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "campaign_response_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_response_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_response_id", "tag_id", name="campaign_response_tag_pkey"),
    )
    distribute("campaign_response_tag")
    op.create_index(
        "campaign_response_tag_tag_id_idx",
        "campaign_response_tag",
        ["tenant_id", "tag_id", "campaign_response_id"],
        unique=False,
    )
    op.create_table(
        "campaign_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", "tag_id", name="campaign_tag_pkey"),
    )
    distribute("campaign_tag")
    op.create_index("campaign_tag_tag_id_idx", "campaign_tag", ["tenant_id", "tag_id", "campaign_id"], unique=False)
    op.create_table(
        "company_role",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("role_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("char_length(external_id) <= 200", name="company_role_external_id_length_check"),
        sa.CheckConstraint("char_length(role) <= 500", name="company_role_role_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="company_role_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="company_role_external_id_key"),
    )
    distribute("company_role")
    op.create_index(
        "company_role_company_idx",
        "company_role",
        ["tenant_id", "company_id", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "company_role_customer_idx",
        "company_role",
        ["tenant_id", "customer_id", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "company_role_role_idx", "company_role", ["tenant_id", "role_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "company_role_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("company_role_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "company_role_id", "tag_id", name="company_role_tag_pkey"),
    )
    distribute("company_role_tag")
    op.create_index(
        "company_role_tag_tag_id_idx", "company_role_tag", ["tenant_id", "tag_id", "company_role_id"], unique=False
    )
    op.create_table(
        "company_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "company_id", "tag_id", name="company_tag_pkey"),
    )
    distribute("company_tag")
    op.create_index("company_tag_tag_id_idx", "company_tag", ["tenant_id", "tag_id", "company_id"], unique=False)
    op.create_table(
        "company_word",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "company_id", "word", name="company_word_pkey"),
    )
    distribute("company_word")
    op.create_index("company_word_word_idx", "company_word", ["tenant_id", "word", "company_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(collation="C"), nullable=False),
        sa.Column("purpose", sa.Text(collation="C"), nullable=False),
        sa.Column("purpose_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("legal_basis", sa.Text(collation="C"), nullable=True),
        sa.Column("source", sa.Text(collation="C"), nullable=True),
        sa.Column("proof", sa.Text(collation="C"), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("channel IN ('EMAIL', 'PHONE', 'SMS', 'POST', 'PUSH')", name="consent_channel_check"),
        sa.CheckConstraint(
            "legal_basis IN ('CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'VITAL_INTERESTS', 'PUBLIC_TASK', 'LEGITIMATE_INTERESTS')",
            name="consent_legal_basis_check",
        ),
        sa.CheckConstraint("status IN ('GRANTED', 'DENIED', 'WITHDRAWN')", name="consent_status_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="consent_external_id_length_check"),
        sa.CheckConstraint("char_length(proof) <= 2000", name="consent_proof_length_check"),
        sa.CheckConstraint("char_length(purpose) <= 100", name="consent_purpose_length_check"),
        sa.CheckConstraint("char_length(source) <= 500", name="consent_source_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="consent_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="consent_external_id_key"),
    )
    distribute("consent")
    op.create_index(
        "consent_customer_channel_purpose_idx",
        "consent",
        ["tenant_id", "customer_id", "channel", "purpose_folded", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "consent_customer_valid_from_idx",
        "consent",
        ["tenant_id", "customer_id", "valid_from", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "consent_purpose_idx", "consent", ["tenant_id", "purpose_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "consent_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "consent_id", "tag_id", name="consent_tag_pkey"),
    )
    distribute("consent_tag")
    op.create_index("consent_tag_tag_id_idx", "consent_tag", ["tenant_id", "tag_id", "consent_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("party", sa.Text(collation="C"), nullable=False),
        sa.Column("vendor", sa.Text(collation="C"), nullable=True),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("value_currency", sa.Text(collation="C"), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("party IN ('OURS', 'COMPETITOR')", name="contract_party_check"),
        sa.CheckConstraint("status IN ('DRAFT', 'ACTIVE', 'TERMINATED')", name="contract_status_check"),
        sa.CheckConstraint("(value_minor IS NULL) = (value_currency IS NULL)", name="contract_value_whole_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="contract_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 400", name="contract_name_length_check"),
        sa.CheckConstraint("char_length(vendor) <= 500", name="contract_vendor_length_check"),
        sa.CheckConstraint("notice_days <= 3650", name="contract_notice_days_maximum_check"),
        sa.CheckConstraint("notice_days >= 0", name="contract_notice_days_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="contract_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="contract_external_id_key"),
    )
    distribute("contract")
    op.create_index(
        "contract_company_idx",
        "contract",
        ["tenant_id", "company_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_id IS NOT NULL"),
    )
    op.create_index(
        "contract_customer_signed_at_idx",
        "contract",
        ["tenant_id", "customer_id", "signed_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "contract_expires_on_idx", "contract", ["tenant_id", "expires_on", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "contract_name_idx", "contract", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "contract_owner_idx",
        "contract",
        ["tenant_id", "owner_id", "id"],
        unique=False,
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_index(
        "contract_status_idx", "contract", ["tenant_id", "status", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "contract_vendor_idx", "contract", ["tenant_id", "vendor", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "contract_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "contract_id", "tag_id", name="contract_tag_pkey"),
    )
    distribute("contract_tag")
    op.create_index("contract_tag_tag_id_idx", "contract_tag", ["tenant_id", "tag_id", "contract_id"], unique=False)
    op.create_table(
        "customer_phone",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(collation="C"), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("type IN ('MOBILE', 'HOME', 'WORK', 'FAX', 'OTHER')", name="customer_phone_type_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="customer_phone_external_id_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="customer_phone_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="customer_phone_external_id_key"),
    )
    distribute("customer_phone")
    op.create_index(
        "customer_phone_customer_idx",
        "customer_phone",
        ["tenant_id", "customer_id", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "customer_phone_number_idx",
        "customer_phone",
        ["tenant_id", "number", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "customer_phone_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("customer_phone_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "customer_phone_id", "tag_id", name="customer_phone_tag_pkey"),
    )
    distribute("customer_phone_tag")
    op.create_index(
        "customer_phone_tag_tag_id_idx",
        "customer_phone_tag",
        ["tenant_id", "tag_id", "customer_phone_id"],
        unique=False,
    )
    op.create_table(
        "customer_subscription",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("amount_currency", sa.Text(collation="C"), nullable=True),
        sa.Column("billing_period", sa.Text(collation="C"), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renews_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "billing_period IN ('WEEK', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR')",
            name="customer_subscription_billing_period_check",
        ),
        sa.CheckConstraint(
            "status IN ('TRIAL', 'ACTIVE', 'PAUSED', 'CANCELLED', 'EXPIRED')", name="customer_subscription_status_check"
        ),
        sa.CheckConstraint(
            "(amount_minor IS NULL) = (amount_currency IS NULL)", name="customer_subscription_amount_whole_check"
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="customer_subscription_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="customer_subscription_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="customer_subscription_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="customer_subscription_external_id_key"),
    )
    distribute("customer_subscription")
    op.create_index(
        "customer_subscription_customer_starts_at_idx",
        "customer_subscription",
        ["tenant_id", "customer_id", "starts_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "customer_subscription_ends_at_idx",
        "customer_subscription",
        ["tenant_id", "ends_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "customer_subscription_product_idx",
        "customer_subscription",
        ["tenant_id", "product_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_id IS NOT NULL"),
    )
    op.create_index(
        "customer_subscription_renews_at_idx",
        "customer_subscription",
        ["tenant_id", "renews_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "customer_subscription_status_idx",
        "customer_subscription",
        ["tenant_id", "status", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "customer_subscription_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("customer_subscription_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "customer_subscription_id", "tag_id", name="customer_subscription_tag_pkey"
        ),
    )
    distribute("customer_subscription_tag")
    op.create_index(
        "customer_subscription_tag_tag_id_idx",
        "customer_subscription_tag",
        ["tenant_id", "tag_id", "customer_subscription_id"],
        unique=False,
    )
    op.create_table(
        "customer_word",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", "word", name="customer_word_pkey"),
    )
    distribute("customer_word")
    op.create_index("customer_word_word_idx", "customer_word", ["tenant_id", "word", "customer_id"], unique=False)
    op.create_table(
        "deal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("amount_currency", sa.Text(collation="C"), nullable=True),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_reason", sa.Text(collation="C"), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("status IN ('OPEN', 'WON', 'LOST')", name="deal_status_check"),
        sa.CheckConstraint("(amount_minor IS NULL) = (amount_currency IS NULL)", name="deal_amount_whole_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="deal_external_id_length_check"),
        sa.CheckConstraint("char_length(lost_reason) <= 2000", name="deal_lost_reason_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="deal_name_length_check"),
        sa.CheckConstraint("probability <= 1", name="deal_probability_maximum_check"),
        sa.CheckConstraint("probability >= 0", name="deal_probability_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="deal_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="deal_external_id_key"),
    )
    distribute("deal")
    op.create_index(
        "deal_company_idx",
        "deal",
        ["tenant_id", "company_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_id IS NOT NULL"),
    )
    op.create_index(
        "deal_customer_opened_at_idx",
        "deal",
        ["tenant_id", "customer_id", "opened_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "deal_expected_close_on_idx",
        "deal",
        ["tenant_id", "expected_close_on", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "deal_lead_idx",
        "deal",
        ["tenant_id", "lead_id", "id"],
        unique=False,
        postgresql_where=sa.text("lead_id IS NOT NULL"),
    )
    op.create_index("deal_name_idx", "deal", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "deal_owner_status_closed_at_idx",
        "deal",
        ["tenant_id", "owner_id", "status", "closed_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "deal_stage_expected_close_on_idx",
        "deal",
        ["tenant_id", "stage_id", "expected_close_on", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "deal_status_closed_at_idx",
        "deal",
        ["tenant_id", "status", "closed_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "deal_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "deal_id", "tag_id", name="deal_tag_pkey"),
    )
    distribute("deal_tag")
    op.create_index("deal_tag_tag_id_idx", "deal_tag", ["tenant_id", "tag_id", "deal_id"], unique=False)
    op.create_table(
        "email_address",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(collation="C"), nullable=False),
        sa.Column("address_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("type IN ('HOME', 'WORK', 'OTHER')", name="email_address_type_check"),
        sa.CheckConstraint("char_length(address) <= 320", name="email_address_address_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="email_address_external_id_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="email_address_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="email_address_external_id_key"),
    )
    distribute("email_address")
    op.create_index(
        "email_address_address_idx",
        "email_address",
        ["tenant_id", "address_folded", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "email_address_customer_idx",
        "email_address",
        ["tenant_id", "customer_id", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "email_address_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("email_address_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "email_address_id", "tag_id", name="email_address_tag_pkey"),
    )
    distribute("email_address_tag")
    op.create_index(
        "email_address_tag_tag_id_idx", "email_address_tag", ["tenant_id", "tag_id", "email_address_id"], unique=False
    )
    op.create_table(
        "goal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target_minor", sa.BigInteger(), nullable=False),
        sa.Column("target_currency", sa.Text(collation="C"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("char_length(external_id) <= 200", name="goal_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="goal_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="goal_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="goal_external_id_key"),
    )
    distribute("goal")
    op.create_index("goal_name_idx", "goal", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None)
    op.create_index("goal_starts_on_idx", "goal", ["tenant_id", "starts_on", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "goal_user_starts_on_idx",
        "goal",
        ["tenant_id", "user_id", "starts_on", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "goal_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "goal_id", "tag_id", name="goal_tag_pkey"),
    )
    distribute("goal_tag")
    op.create_index("goal_tag_tag_id_idx", "goal_tag", ["tenant_id", "tag_id", "goal_id"], unique=False)
    op.create_table(
        "history_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.Text(collation="C"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("attribute", sa.Text(collation="C"), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("actor", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("char_length(actor) <= 500", name="history_entry_actor_length_check"),
        sa.CheckConstraint("char_length(attribute) <= 500", name="history_entry_attribute_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="history_entry_external_id_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="history_entry_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="history_entry_external_id_key"),
    )
    distribute("history_entry")
    op.create_index(
        "history_entry_record_idx",
        "history_entry",
        ["tenant_id", "record_id", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "interaction_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("interaction_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "interaction_id", "tag_id", name="interaction_tag_pkey"),
    )
    distribute("interaction_tag")
    op.create_index(
        "interaction_tag_tag_id_idx", "interaction_tag", ["tenant_id", "tag_id", "interaction_id"], unique=False
    )
    op.create_table(
        "knowledge_base_article",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(collation="C"), nullable=False),
        sa.Column("title_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("body", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("language", sa.Text(collation="C"), nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('DRAFT', 'PUBLISHED', 'ARCHIVED')", name="knowledge_base_article_status_check"),
        sa.CheckConstraint("char_length(body) <= 100000", name="knowledge_base_article_body_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="knowledge_base_article_external_id_length_check"),
        sa.CheckConstraint("char_length(language) <= 500", name="knowledge_base_article_language_length_check"),
        sa.CheckConstraint("char_length(title) <= 500", name="knowledge_base_article_title_length_check"),
        sa.CheckConstraint("views >= 0", name="knowledge_base_article_views_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="knowledge_base_article_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="knowledge_base_article_external_id_key"),
    )
    distribute("knowledge_base_article")
    op.create_index(
        "knowledge_base_article_status_idx",
        "knowledge_base_article",
        ["tenant_id", "status", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "knowledge_base_article_title_idx",
        "knowledge_base_article",
        ["tenant_id", "title_folded", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "knowledge_base_article_views_idx",
        "knowledge_base_article",
        ["tenant_id", "views", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "knowledge_base_article_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("knowledge_base_article_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "knowledge_base_article_id", "tag_id", name="knowledge_base_article_tag_pkey"
        ),
    )
    distribute("knowledge_base_article_tag")
    op.create_index(
        "knowledge_base_article_tag_tag_id_idx",
        "knowledge_base_article_tag",
        ["tenant_id", "tag_id", "knowledge_base_article_id"],
        unique=False,
    )
    op.create_table(
        "lead",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("interest", sa.Text(collation="C"), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("converted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "source IN ('WEB', 'REFERRAL', 'EVENT', 'ADVERTISEMENT', 'PARTNER', 'COLD_CALL', 'IMPORT', 'OTHER')",
            name="lead_source_check",
        ),
        sa.CheckConstraint(
            "status IN ('NEW', 'WORKING', 'QUALIFIED', 'CONVERTED', 'DISQUALIFIED')", name="lead_status_check"
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="lead_external_id_length_check"),
        sa.CheckConstraint("char_length(interest) <= 2000", name="lead_interest_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="lead_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="lead_external_id_key"),
    )
    distribute("lead")
    op.create_index(
        "lead_campaign_idx",
        "lead",
        ["tenant_id", "campaign_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_index(
        "lead_company_idx",
        "lead",
        ["tenant_id", "company_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_id IS NOT NULL"),
    )
    op.create_index(
        "lead_customer_received_at_idx",
        "lead",
        ["tenant_id", "customer_id", "received_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "lead_owner_status_idx", "lead", ["tenant_id", "owner_id", "status", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "lead_received_at_idx", "lead", ["tenant_id", "received_at", "id"], unique=False, postgresql_where=None
    )
    op.create_index("lead_source_idx", "lead", ["tenant_id", "source", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "lead_status_received_at_idx",
        "lead",
        ["tenant_id", "status", "received_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "lead_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "lead_id", "tag_id", name="lead_tag_pkey"),
    )
    distribute("lead_tag")
    op.create_index("lead_tag_tag_id_idx", "lead_tag", ["tenant_id", "tag_id", "lead_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(collation="C"), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("order_item_id", sa.Uuid(), nullable=True),
        sa.Column("interaction_id", sa.Uuid(), nullable=True),
        sa.Column("email_address_id", sa.Uuid(), nullable=True),
        sa.Column("customer_phone_id", sa.Uuid(), nullable=True),
        sa.Column("postal_address_id", sa.Uuid(), nullable=True),
        sa.Column("social_account_id", sa.Uuid(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("suppression_id", sa.Uuid(), nullable=True),
        sa.Column("company_role_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("product_category_id", sa.Uuid(), nullable=True),
        sa.Column("customer_subscription_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_response_id", sa.Uuid(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("pipeline_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("deal_id", sa.Uuid(), nullable=True),
        sa.Column("quote_id", sa.Uuid(), nullable=True),
        sa.Column("quote_line_id", sa.Uuid(), nullable=True),
        sa.Column("knowledge_base_article_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("survey_id", sa.Uuid(), nullable=True),
        sa.Column("survey_question_id", sa.Uuid(), nullable=True),
        sa.Column("survey_answer_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("char_length(external_id) <= 200", name="note_external_id_length_check"),
        sa.CheckConstraint("char_length(text) <= 20000", name="note_text_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="note_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="note_external_id_key"),
    )
    distribute("note")
    op.create_index(
        "note_attachment_idx",
        "note",
        ["tenant_id", "attachment_id", "id"],
        unique=False,
        postgresql_where=sa.text("attachment_id IS NOT NULL"),
    )
    op.create_index(
        "note_author_idx",
        "note",
        ["tenant_id", "author_id", "id"],
        unique=False,
        postgresql_where=sa.text("author_id IS NOT NULL"),
    )
    op.create_index(
        "note_campaign_idx",
        "note",
        ["tenant_id", "campaign_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_index(
        "note_campaign_response_idx",
        "note",
        ["tenant_id", "campaign_response_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_response_id IS NOT NULL"),
    )
    op.create_index(
        "note_company_idx",
        "note",
        ["tenant_id", "company_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_id IS NOT NULL"),
    )
    op.create_index(
        "note_company_role_idx",
        "note",
        ["tenant_id", "company_role_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_role_id IS NOT NULL"),
    )
    op.create_index(
        "note_consent_idx",
        "note",
        ["tenant_id", "consent_id", "id"],
        unique=False,
        postgresql_where=sa.text("consent_id IS NOT NULL"),
    )
    op.create_index(
        "note_contract_idx",
        "note",
        ["tenant_id", "contract_id", "id"],
        unique=False,
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.create_index(
        "note_customer_created_at_idx",
        "note",
        ["tenant_id", "customer_id", "created_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "note_customer_phone_idx",
        "note",
        ["tenant_id", "customer_phone_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_phone_id IS NOT NULL"),
    )
    op.create_index(
        "note_customer_subscription_idx",
        "note",
        ["tenant_id", "customer_subscription_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_subscription_id IS NOT NULL"),
    )
    op.create_index(
        "note_deal_idx",
        "note",
        ["tenant_id", "deal_id", "id"],
        unique=False,
        postgresql_where=sa.text("deal_id IS NOT NULL"),
    )
    op.create_index(
        "note_email_address_idx",
        "note",
        ["tenant_id", "email_address_id", "id"],
        unique=False,
        postgresql_where=sa.text("email_address_id IS NOT NULL"),
    )
    op.create_index(
        "note_goal_idx",
        "note",
        ["tenant_id", "goal_id", "id"],
        unique=False,
        postgresql_where=sa.text("goal_id IS NOT NULL"),
    )
    op.create_index(
        "note_interaction_idx",
        "note",
        ["tenant_id", "interaction_id", "id"],
        unique=False,
        postgresql_where=sa.text("interaction_id IS NOT NULL"),
    )
    op.create_index(
        "note_knowledge_base_article_idx",
        "note",
        ["tenant_id", "knowledge_base_article_id", "id"],
        unique=False,
        postgresql_where=sa.text("knowledge_base_article_id IS NOT NULL"),
    )
    op.create_index(
        "note_lead_idx",
        "note",
        ["tenant_id", "lead_id", "id"],
        unique=False,
        postgresql_where=sa.text("lead_id IS NOT NULL"),
    )
    op.create_index(
        "note_note_idx",
        "note",
        ["tenant_id", "note_id", "id"],
        unique=False,
        postgresql_where=sa.text("note_id IS NOT NULL"),
    )
    op.create_index(
        "note_order_idx",
        "note",
        ["tenant_id", "order_id", "id"],
        unique=False,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "note_order_item_idx",
        "note",
        ["tenant_id", "order_item_id", "id"],
        unique=False,
        postgresql_where=sa.text("order_item_id IS NOT NULL"),
    )
    op.create_index(
        "note_pipeline_idx",
        "note",
        ["tenant_id", "pipeline_id", "id"],
        unique=False,
        postgresql_where=sa.text("pipeline_id IS NOT NULL"),
    )
    op.create_index(
        "note_postal_address_idx",
        "note",
        ["tenant_id", "postal_address_id", "id"],
        unique=False,
        postgresql_where=sa.text("postal_address_id IS NOT NULL"),
    )
    op.create_index(
        "note_product_category_idx",
        "note",
        ["tenant_id", "product_category_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_category_id IS NOT NULL"),
    )
    op.create_index(
        "note_product_idx",
        "note",
        ["tenant_id", "product_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_id IS NOT NULL"),
    )
    op.create_index(
        "note_quote_idx",
        "note",
        ["tenant_id", "quote_id", "id"],
        unique=False,
        postgresql_where=sa.text("quote_id IS NOT NULL"),
    )
    op.create_index(
        "note_quote_line_idx",
        "note",
        ["tenant_id", "quote_line_id", "id"],
        unique=False,
        postgresql_where=sa.text("quote_line_id IS NOT NULL"),
    )
    op.create_index(
        "note_social_account_idx",
        "note",
        ["tenant_id", "social_account_id", "id"],
        unique=False,
        postgresql_where=sa.text("social_account_id IS NOT NULL"),
    )
    op.create_index(
        "note_stage_idx",
        "note",
        ["tenant_id", "stage_id", "id"],
        unique=False,
        postgresql_where=sa.text("stage_id IS NOT NULL"),
    )
    op.create_index(
        "note_suppression_idx",
        "note",
        ["tenant_id", "suppression_id", "id"],
        unique=False,
        postgresql_where=sa.text("suppression_id IS NOT NULL"),
    )
    op.create_index(
        "note_survey_answer_idx",
        "note",
        ["tenant_id", "survey_answer_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_answer_id IS NOT NULL"),
    )
    op.create_index(
        "note_survey_idx",
        "note",
        ["tenant_id", "survey_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_id IS NOT NULL"),
    )
    op.create_index(
        "note_survey_question_idx",
        "note",
        ["tenant_id", "survey_question_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_question_id IS NOT NULL"),
    )
    op.create_index(
        "note_task_idx",
        "note",
        ["tenant_id", "task_id", "id"],
        unique=False,
        postgresql_where=sa.text("task_id IS NOT NULL"),
    )
    op.create_index(
        "note_team_idx",
        "note",
        ["tenant_id", "team_id", "id"],
        unique=False,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_index(
        "note_ticket_idx",
        "note",
        ["tenant_id", "ticket_id", "id"],
        unique=False,
        postgresql_where=sa.text("ticket_id IS NOT NULL"),
    )
    op.create_index(
        "note_user_idx",
        "note",
        ["tenant_id", "user_id", "id"],
        unique=False,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_table(
        "note_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "note_id", "tag_id", name="note_tag_pkey"),
    )
    distribute("note_tag")
    op.create_index("note_tag_tag_id_idx", "note_tag", ["tenant_id", "tag_id", "note_id"], unique=False)
    op.create_table(
        "order_item_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("order_item_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "order_item_id", "tag_id", name="order_item_tag_pkey"),
    )
    distribute("order_item_tag")
    op.create_index(
        "order_item_tag_tag_id_idx", "order_item_tag", ["tenant_id", "tag_id", "order_item_id"], unique=False
    )
    op.create_table(
        "order_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", "tag_id", name="order_tag_pkey"),
    )
    distribute("order_tag")
    op.create_index("order_tag_tag_id_idx", "order_tag", ["tenant_id", "tag_id", "order_id"], unique=False)
    op.create_table(
        "pipeline",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.CheckConstraint("char_length(description) <= 2000", name="pipeline_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="pipeline_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="pipeline_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pipeline_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="pipeline_external_id_key"),
    )
    distribute("pipeline")
    op.create_index(
        "pipeline_name_idx", "pipeline", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "pipeline_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("pipeline_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "pipeline_id", "tag_id", name="pipeline_tag_pkey"),
    )
    distribute("pipeline_tag")
    op.create_index("pipeline_tag_tag_id_idx", "pipeline_tag", ["tenant_id", "tag_id", "pipeline_id"], unique=False)
    op.create_table(
        "postal_address",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("recipient", sa.Text(collation="C"), nullable=True),
        sa.Column("street", sa.Text(collation="C"), nullable=True),
        sa.Column("city", sa.Text(collation="C"), nullable=True),
        sa.Column("region", sa.Text(collation="C"), nullable=True),
        sa.Column("postal_code", sa.Text(collation="C"), nullable=True),
        sa.Column("country", sa.Text(collation="C"), nullable=True),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "type IN ('HOME', 'WORK', 'BILLING', 'SHIPPING', 'OTHER')", name="postal_address_type_check"
        ),
        sa.CheckConstraint("char_length(city) <= 500", name="postal_address_city_length_check"),
        sa.CheckConstraint("char_length(country) <= 500", name="postal_address_country_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="postal_address_external_id_length_check"),
        sa.CheckConstraint("char_length(postal_code) <= 20", name="postal_address_postal_code_length_check"),
        sa.CheckConstraint("char_length(recipient) <= 500", name="postal_address_recipient_length_check"),
        sa.CheckConstraint("char_length(region) <= 500", name="postal_address_region_length_check"),
        sa.CheckConstraint("char_length(street) <= 500", name="postal_address_street_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="postal_address_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="postal_address_external_id_key"),
    )
    distribute("postal_address")
    op.create_index(
        "postal_address_city_idx", "postal_address", ["tenant_id", "city", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "postal_address_country_idx",
        "postal_address",
        ["tenant_id", "country", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "postal_address_customer_idx",
        "postal_address",
        ["tenant_id", "customer_id", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "postal_address_postal_code_idx",
        "postal_address",
        ["tenant_id", "postal_code", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "postal_address_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("postal_address_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "postal_address_id", "tag_id", name="postal_address_tag_pkey"),
    )
    distribute("postal_address_tag")
    op.create_index(
        "postal_address_tag_tag_id_idx",
        "postal_address_tag",
        ["tenant_id", "tag_id", "postal_address_id"],
        unique=False,
    )
    op.create_table(
        "product_category",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("char_length(description) <= 2000", name="product_category_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="product_category_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="product_category_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="product_category_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="product_category_external_id_key"),
    )
    distribute("product_category")
    op.create_index(
        "product_category_name_idx",
        "product_category",
        ["tenant_id", "name_folded", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "product_category_parent_idx",
        "product_category",
        ["tenant_id", "parent_id", "id"],
        unique=False,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_table(
        "product_category_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("product_category_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "product_category_id", "tag_id", name="product_category_tag_pkey"),
    )
    distribute("product_category_tag")
    op.create_index(
        "product_category_tag_tag_id_idx",
        "product_category_tag",
        ["tenant_id", "tag_id", "product_category_id"],
        unique=False,
    )
    op.create_table(
        "product_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "product_id", "tag_id", name="product_tag_pkey"),
    )
    distribute("product_tag")
    op.create_index("product_tag_tag_id_idx", "product_tag", ["tenant_id", "tag_id", "product_id"], unique=False)
    op.create_table(
        "quote",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(collation="C"), nullable=False),
        sa.Column("number_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("deal_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("status IN ('DRAFT', 'SENT', 'ACCEPTED', 'REJECTED', 'EXPIRED')", name="quote_status_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="quote_external_id_length_check"),
        sa.CheckConstraint("char_length(number) <= 500", name="quote_number_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="quote_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="quote_external_id_key"),
    )
    distribute("quote")
    op.create_index(
        "quote_customer_idx",
        "quote",
        ["tenant_id", "customer_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index(
        "quote_deal_idx",
        "quote",
        ["tenant_id", "deal_id", "id"],
        unique=False,
        postgresql_where=sa.text("deal_id IS NOT NULL"),
    )
    op.create_index(
        "quote_number_idx", "quote", ["tenant_id", "number_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_index("quote_status_idx", "quote", ["tenant_id", "status", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "quote_valid_until_idx", "quote", ["tenant_id", "valid_until", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "quote_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_currency", sa.Text(collation="C"), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=True),
        sa.Column("discount_currency", sa.Text(collation="C"), nullable=True),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(discount_minor IS NULL) = (discount_currency IS NULL)", name="quote_line_discount_whole_check"
        ),
        sa.CheckConstraint("char_length(description) <= 2000", name="quote_line_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="quote_line_external_id_length_check"),
        sa.CheckConstraint("quantity >= 0", name="quote_line_quantity_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="quote_line_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="quote_line_external_id_key"),
    )
    distribute("quote_line")
    op.create_index(
        "quote_line_product_idx",
        "quote_line",
        ["tenant_id", "product_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_id IS NOT NULL"),
    )
    op.create_index(
        "quote_line_quote_idx", "quote_line", ["tenant_id", "quote_id", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "quote_line_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("quote_line_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "quote_line_id", "tag_id", name="quote_line_tag_pkey"),
    )
    distribute("quote_line_tag")
    op.create_index(
        "quote_line_tag_tag_id_idx", "quote_line_tag", ["tenant_id", "tag_id", "quote_line_id"], unique=False
    )
    op.create_table(
        "quote_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "quote_id", "tag_id", name="quote_tag_pkey"),
    )
    distribute("quote_tag")
    op.create_index("quote_tag_tag_id_idx", "quote_tag", ["tenant_id", "tag_id", "quote_id"], unique=False)
    op.create_table(
        "search_key",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", "word", name="search_key_pkey"),
    )
    distribute("search_key")
    op.create_table(
        "social_account",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("network", sa.Text(collation="C"), nullable=False),
        sa.Column("handle", sa.Text(collation="C"), nullable=False),
        sa.Column("handle_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("url", sa.Text(collation="C"), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "network IN ('FACEBOOK', 'INSTAGRAM', 'LINKEDIN', 'X', 'TIKTOK', 'YOUTUBE', 'PINTEREST', 'REDDIT', 'MASTODON', 'BLUESKY', 'GITHUB', 'XING', 'WHATSAPP', 'TELEGRAM', 'WECHAT', 'LINE', 'GOOGLE', 'APPLE', 'MICROSOFT', 'OWN_APP', 'LOYALTY_CARD', 'SYSTEM', 'PUSH_DEVICE', 'OTHER')",
            name="social_account_network_check",
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="social_account_external_id_length_check"),
        sa.CheckConstraint("char_length(handle) <= 500", name="social_account_handle_length_check"),
        sa.CheckConstraint("char_length(url) <= 2000", name="social_account_url_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="social_account_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="social_account_external_id_key"),
    )
    distribute("social_account")
    op.create_index(
        "social_account_customer_idx",
        "social_account",
        ["tenant_id", "customer_id", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "social_account_handle_idx",
        "social_account",
        ["tenant_id", "handle_folded", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "social_account_network_handle_idx",
        "social_account",
        ["tenant_id", "network", "handle_folded", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "social_account_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("social_account_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "social_account_id", "tag_id", name="social_account_tag_pkey"),
    )
    distribute("social_account_tag")
    op.create_index(
        "social_account_tag_tag_id_idx",
        "social_account_tag",
        ["tenant_id", "tag_id", "social_account_id"],
        unique=False,
    )
    op.create_table(
        "stage",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("outcome", sa.Text(collation="C"), nullable=False),
        sa.Column("pipeline_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("outcome IN ('OPEN', 'WON', 'LOST')", name="stage_outcome_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="stage_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="stage_name_length_check"),
        sa.CheckConstraint("probability <= 1", name="stage_probability_maximum_check"),
        sa.CheckConstraint("probability >= 0", name="stage_probability_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="stage_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="stage_external_id_key"),
    )
    distribute("stage")
    op.create_index("stage_name_idx", "stage", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "stage_pipeline_position_idx",
        "stage",
        ["tenant_id", "pipeline_id", "position", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "stage_change",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("from_stage_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("char_length(external_id) <= 200", name="stage_change_external_id_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="stage_change_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="stage_change_external_id_key"),
    )
    distribute("stage_change")
    op.create_index(
        "stage_change_deal_at_idx",
        "stage_change",
        ["tenant_id", "deal_id", "at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "stage_change_from_stage_idx",
        "stage_change",
        ["tenant_id", "from_stage_id", "id"],
        unique=False,
        postgresql_where=sa.text("from_stage_id IS NOT NULL"),
    )
    op.create_index(
        "stage_change_stage_at_idx",
        "stage_change",
        ["tenant_id", "stage_id", "at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "stage_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "stage_id", "tag_id", name="stage_tag_pkey"),
    )
    distribute("stage_tag")
    op.create_index("stage_tag_tag_id_idx", "stage_tag", ["tenant_id", "tag_id", "stage_id"], unique=False)
    op.create_table(
        "suppression",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(collation="C"), nullable=True),
        sa.Column("reason", sa.Text(collation="C"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(collation="C"), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("channel IN ('EMAIL', 'PHONE', 'SMS', 'POST', 'PUSH')", name="suppression_channel_check"),
        sa.CheckConstraint(
            "reason IN ('BOUNCED', 'COMPLAINT', 'DECEASED', 'LEGAL', 'UNSUBSCRIBED', 'OTHER')",
            name="suppression_reason_check",
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="suppression_external_id_length_check"),
        sa.CheckConstraint("char_length(note) <= 2000", name="suppression_note_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="suppression_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="suppression_external_id_key"),
    )
    distribute("suppression")
    op.create_index(
        "suppression_customer_since_idx",
        "suppression",
        ["tenant_id", "customer_id", "since", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "suppression_reason_idx", "suppression", ["tenant_id", "reason", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "suppression_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("suppression_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "suppression_id", "tag_id", name="suppression_tag_pkey"),
    )
    distribute("suppression_tag")
    op.create_index(
        "suppression_tag_tag_id_idx", "suppression_tag", ["tenant_id", "tag_id", "suppression_id"], unique=False
    )
    op.create_table(
        "survey",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(description) <= 5000", name="survey_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="survey_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="survey_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="survey_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="survey_external_id_key"),
    )
    distribute("survey")
    op.create_index(
        "survey_name_idx", "survey", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "survey_opens_at_idx", "survey", ["tenant_id", "opens_at", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "survey_answer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(collation="C"), nullable=True),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("char_length(external_id) <= 200", name="survey_answer_external_id_length_check"),
        sa.CheckConstraint("char_length(text) <= 20000", name="survey_answer_text_length_check"),
        sa.CheckConstraint("rating <= 10", name="survey_answer_rating_maximum_check"),
        sa.CheckConstraint("rating >= 0", name="survey_answer_rating_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="survey_answer_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="survey_answer_external_id_key"),
    )
    distribute("survey_answer")
    op.create_index(
        "survey_answer_customer_answered_at_idx",
        "survey_answer",
        ["tenant_id", "customer_id", "answered_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "survey_answer_customer_question_answered_at_idx",
        "survey_answer",
        ["tenant_id", "customer_id", "question_id", "answered_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "survey_answer_question_answered_at_idx",
        "survey_answer",
        ["tenant_id", "question_id", "answered_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "survey_answer_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("survey_answer_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "survey_answer_id", "tag_id", name="survey_answer_tag_pkey"),
    )
    distribute("survey_answer_tag")
    op.create_index(
        "survey_answer_tag_tag_id_idx", "survey_answer_tag", ["tenant_id", "tag_id", "survey_answer_id"], unique=False
    )
    op.create_table(
        "survey_question",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("aspect", sa.Text(collation="C"), nullable=True),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "aspect IN ('ATTITUDE', 'OPINION', 'MOTIVE', 'SATISFACTION', 'FACT', 'OTHER')",
            name="survey_question_aspect_check",
        ),
        sa.CheckConstraint(
            "kind IN ('NPS', 'RATING', 'SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'FREE_TEXT')",
            name="survey_question_kind_check",
        ),
        sa.CheckConstraint("char_length(external_id) <= 200", name="survey_question_external_id_length_check"),
        sa.CheckConstraint("char_length(text) <= 2000", name="survey_question_text_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="survey_question_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="survey_question_external_id_key"),
    )
    distribute("survey_question")
    op.create_index(
        "survey_question_aspect_idx",
        "survey_question",
        ["tenant_id", "aspect", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "survey_question_survey_position_idx",
        "survey_question",
        ["tenant_id", "survey_id", "position", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_table(
        "survey_question_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("survey_question_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "survey_question_id", "tag_id", name="survey_question_tag_pkey"),
    )
    distribute("survey_question_tag")
    op.create_index(
        "survey_question_tag_tag_id_idx",
        "survey_question_tag",
        ["tenant_id", "tag_id", "survey_question_id"],
        unique=False,
    )
    op.create_table(
        "survey_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "survey_id", "tag_id", name="survey_tag_pkey"),
    )
    distribute("survey_tag")
    op.create_index("survey_tag_tag_id_idx", "survey_tag", ["tenant_id", "tag_id", "survey_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(collation="C"), nullable=False),
        sa.Column("title_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("priority", sa.Text(collation="C"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("order_item_id", sa.Uuid(), nullable=True),
        sa.Column("interaction_id", sa.Uuid(), nullable=True),
        sa.Column("email_address_id", sa.Uuid(), nullable=True),
        sa.Column("customer_phone_id", sa.Uuid(), nullable=True),
        sa.Column("postal_address_id", sa.Uuid(), nullable=True),
        sa.Column("social_account_id", sa.Uuid(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("suppression_id", sa.Uuid(), nullable=True),
        sa.Column("company_role_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("product_category_id", sa.Uuid(), nullable=True),
        sa.Column("customer_subscription_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_response_id", sa.Uuid(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("pipeline_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("deal_id", sa.Uuid(), nullable=True),
        sa.Column("quote_id", sa.Uuid(), nullable=True),
        sa.Column("quote_line_id", sa.Uuid(), nullable=True),
        sa.Column("knowledge_base_article_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("survey_id", sa.Uuid(), nullable=True),
        sa.Column("survey_question_id", sa.Uuid(), nullable=True),
        sa.Column("survey_answer_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')", name="task_priority_check"),
        sa.CheckConstraint("state IN ('OPEN', 'IN_PROGRESS', 'DONE', 'CANCELLED')", name="task_state_check"),
        sa.CheckConstraint("char_length(description) <= 20000", name="task_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="task_external_id_length_check"),
        sa.CheckConstraint("char_length(title) <= 500", name="task_title_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="task_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="task_external_id_key"),
    )
    distribute("task")
    op.create_index(
        "task_assignee_due_at_idx",
        "task",
        ["tenant_id", "assignee_id", "due_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "task_attachment_idx",
        "task",
        ["tenant_id", "attachment_id", "id"],
        unique=False,
        postgresql_where=sa.text("attachment_id IS NOT NULL"),
    )
    op.create_index(
        "task_campaign_idx",
        "task",
        ["tenant_id", "campaign_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_index(
        "task_campaign_response_idx",
        "task",
        ["tenant_id", "campaign_response_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_response_id IS NOT NULL"),
    )
    op.create_index(
        "task_company_idx",
        "task",
        ["tenant_id", "company_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_id IS NOT NULL"),
    )
    op.create_index(
        "task_company_role_idx",
        "task",
        ["tenant_id", "company_role_id", "id"],
        unique=False,
        postgresql_where=sa.text("company_role_id IS NOT NULL"),
    )
    op.create_index(
        "task_consent_idx",
        "task",
        ["tenant_id", "consent_id", "id"],
        unique=False,
        postgresql_where=sa.text("consent_id IS NOT NULL"),
    )
    op.create_index(
        "task_contract_idx",
        "task",
        ["tenant_id", "contract_id", "id"],
        unique=False,
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.create_index(
        "task_customer_due_at_idx",
        "task",
        ["tenant_id", "customer_id", "due_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "task_customer_phone_idx",
        "task",
        ["tenant_id", "customer_phone_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_phone_id IS NOT NULL"),
    )
    op.create_index(
        "task_customer_subscription_idx",
        "task",
        ["tenant_id", "customer_subscription_id", "id"],
        unique=False,
        postgresql_where=sa.text("customer_subscription_id IS NOT NULL"),
    )
    op.create_index(
        "task_deal_idx",
        "task",
        ["tenant_id", "deal_id", "id"],
        unique=False,
        postgresql_where=sa.text("deal_id IS NOT NULL"),
    )
    op.create_index(
        "task_email_address_idx",
        "task",
        ["tenant_id", "email_address_id", "id"],
        unique=False,
        postgresql_where=sa.text("email_address_id IS NOT NULL"),
    )
    op.create_index(
        "task_goal_idx",
        "task",
        ["tenant_id", "goal_id", "id"],
        unique=False,
        postgresql_where=sa.text("goal_id IS NOT NULL"),
    )
    op.create_index(
        "task_interaction_idx",
        "task",
        ["tenant_id", "interaction_id", "id"],
        unique=False,
        postgresql_where=sa.text("interaction_id IS NOT NULL"),
    )
    op.create_index(
        "task_knowledge_base_article_idx",
        "task",
        ["tenant_id", "knowledge_base_article_id", "id"],
        unique=False,
        postgresql_where=sa.text("knowledge_base_article_id IS NOT NULL"),
    )
    op.create_index(
        "task_lead_idx",
        "task",
        ["tenant_id", "lead_id", "id"],
        unique=False,
        postgresql_where=sa.text("lead_id IS NOT NULL"),
    )
    op.create_index(
        "task_note_idx",
        "task",
        ["tenant_id", "note_id", "id"],
        unique=False,
        postgresql_where=sa.text("note_id IS NOT NULL"),
    )
    op.create_index(
        "task_order_idx",
        "task",
        ["tenant_id", "order_id", "id"],
        unique=False,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "task_order_item_idx",
        "task",
        ["tenant_id", "order_item_id", "id"],
        unique=False,
        postgresql_where=sa.text("order_item_id IS NOT NULL"),
    )
    op.create_index(
        "task_pipeline_idx",
        "task",
        ["tenant_id", "pipeline_id", "id"],
        unique=False,
        postgresql_where=sa.text("pipeline_id IS NOT NULL"),
    )
    op.create_index(
        "task_postal_address_idx",
        "task",
        ["tenant_id", "postal_address_id", "id"],
        unique=False,
        postgresql_where=sa.text("postal_address_id IS NOT NULL"),
    )
    op.create_index(
        "task_product_category_idx",
        "task",
        ["tenant_id", "product_category_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_category_id IS NOT NULL"),
    )
    op.create_index(
        "task_product_idx",
        "task",
        ["tenant_id", "product_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_id IS NOT NULL"),
    )
    op.create_index(
        "task_quote_idx",
        "task",
        ["tenant_id", "quote_id", "id"],
        unique=False,
        postgresql_where=sa.text("quote_id IS NOT NULL"),
    )
    op.create_index(
        "task_quote_line_idx",
        "task",
        ["tenant_id", "quote_line_id", "id"],
        unique=False,
        postgresql_where=sa.text("quote_line_id IS NOT NULL"),
    )
    op.create_index(
        "task_social_account_idx",
        "task",
        ["tenant_id", "social_account_id", "id"],
        unique=False,
        postgresql_where=sa.text("social_account_id IS NOT NULL"),
    )
    op.create_index(
        "task_stage_idx",
        "task",
        ["tenant_id", "stage_id", "id"],
        unique=False,
        postgresql_where=sa.text("stage_id IS NOT NULL"),
    )
    op.create_index(
        "task_state_due_at_idx", "task", ["tenant_id", "state", "due_at", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "task_suppression_idx",
        "task",
        ["tenant_id", "suppression_id", "id"],
        unique=False,
        postgresql_where=sa.text("suppression_id IS NOT NULL"),
    )
    op.create_index(
        "task_survey_answer_idx",
        "task",
        ["tenant_id", "survey_answer_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_answer_id IS NOT NULL"),
    )
    op.create_index(
        "task_survey_idx",
        "task",
        ["tenant_id", "survey_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_id IS NOT NULL"),
    )
    op.create_index(
        "task_survey_question_idx",
        "task",
        ["tenant_id", "survey_question_id", "id"],
        unique=False,
        postgresql_where=sa.text("survey_question_id IS NOT NULL"),
    )
    op.create_index(
        "task_task_idx",
        "task",
        ["tenant_id", "task_id", "id"],
        unique=False,
        postgresql_where=sa.text("task_id IS NOT NULL"),
    )
    op.create_index(
        "task_team_idx",
        "task",
        ["tenant_id", "team_id", "id"],
        unique=False,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_index(
        "task_ticket_idx",
        "task",
        ["tenant_id", "ticket_id", "id"],
        unique=False,
        postgresql_where=sa.text("ticket_id IS NOT NULL"),
    )
    op.create_index("task_title_idx", "task", ["tenant_id", "title_folded", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "task_user_idx",
        "task",
        ["tenant_id", "user_id", "id"],
        unique=False,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_table(
        "task_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "task_id", "tag_id", name="task_tag_pkey"),
    )
    distribute("task_tag")
    op.create_index("task_tag_tag_id_idx", "task_tag", ["tenant_id", "tag_id", "task_id"], unique=False)
    op.create_table(
        "team",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("char_length(description) <= 2000", name="team_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="team_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="team_name_length_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="team_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="team_external_id_key"),
    )
    distribute("team")
    op.create_index("team_name_idx", "team", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "team_parent_idx",
        "team",
        ["tenant_id", "parent_id", "id"],
        unique=False,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_table(
        "team_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "team_id", "tag_id", name="team_tag_pkey"),
    )
    distribute("team_tag")
    op.create_index("team_tag_tag_id_idx", "team_tag", ["tenant_id", "tag_id", "team_id"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=False),
        sa.Column("subject_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("priority", sa.Text(collation="C"), nullable=False),
        sa.Column("channel", sa.Text(collation="C"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sla_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('COMPLAINT', 'INQUIRY', 'INCIDENT', 'OTHER')", name="ticket_kind_check"),
        sa.CheckConstraint("priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')", name="ticket_priority_check"),
        sa.CheckConstraint("status IN ('NEW', 'OPEN', 'PENDING', 'SOLVED', 'CLOSED')", name="ticket_status_check"),
        sa.CheckConstraint("char_length(channel) <= 500", name="ticket_channel_length_check"),
        sa.CheckConstraint("char_length(description) <= 20000", name="ticket_description_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="ticket_external_id_length_check"),
        sa.CheckConstraint("char_length(subject) <= 500", name="ticket_subject_length_check"),
        sa.CheckConstraint("satisfaction <= 5", name="ticket_satisfaction_maximum_check"),
        sa.CheckConstraint("satisfaction >= 1", name="ticket_satisfaction_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="ticket_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="ticket_external_id_key"),
    )
    distribute("ticket")
    op.create_index(
        "ticket_assignee_status_idx",
        "ticket",
        ["tenant_id", "assignee_id", "status", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "ticket_customer_opened_at_idx",
        "ticket",
        ["tenant_id", "customer_id", "opened_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "ticket_kind_opened_at_idx",
        "ticket",
        ["tenant_id", "kind", "opened_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "ticket_opened_at_idx", "ticket", ["tenant_id", "opened_at", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "ticket_order_idx",
        "ticket",
        ["tenant_id", "order_id", "id"],
        unique=False,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "ticket_sla_due_at_idx", "ticket", ["tenant_id", "sla_due_at", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "ticket_solved_at_idx", "ticket", ["tenant_id", "solved_at", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "ticket_status_sla_due_at_idx",
        "ticket",
        ["tenant_id", "status", "sla_due_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "ticket_subject_idx", "ticket", ["tenant_id", "subject_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_table(
        "ticket_article",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("knowledge_base_article_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "knowledge_base_article_id", "ticket_id", name="ticket_article_pkey"),
    )
    distribute("ticket_article")
    op.create_index(
        "ticket_article_ticket_id_idx",
        "ticket_article",
        ["tenant_id", "ticket_id", "knowledge_base_article_id"],
        unique=False,
    )
    op.create_table(
        "ticket_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "ticket_id", "tag_id", name="ticket_tag_pkey"),
    )
    distribute("ticket_tag")
    op.create_index("ticket_tag_tag_id_idx", "ticket_tag", ["tenant_id", "tag_id", "ticket_id"], unique=False)
    op.create_table(
        "user",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("name_folded", sa.Text(collation="C"), nullable=False),
        sa.Column("email", sa.Text(collation="C"), nullable=True),
        sa.Column("email_folded", sa.Text(collation="C"), nullable=True),
        sa.Column("role", sa.Text(collation="C"), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("commission_rate", sa.Double(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(email IS NULL) = (email_folded IS NULL)", name="user_email_whole_check"),
        sa.CheckConstraint("char_length(email) <= 320", name="user_email_length_check"),
        sa.CheckConstraint("char_length(external_id) <= 200", name="user_external_id_length_check"),
        sa.CheckConstraint("char_length(name) <= 500", name="user_name_length_check"),
        sa.CheckConstraint("char_length(role) <= 500", name="user_role_length_check"),
        sa.CheckConstraint("commission_rate <= 1", name="user_commission_rate_maximum_check"),
        sa.CheckConstraint("commission_rate >= 0", name="user_commission_rate_minimum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="user_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name="user_external_id_key"),
    )
    distribute("user")
    op.create_index("user_email_idx", "user", ["tenant_id", "email_folded", "id"], unique=False, postgresql_where=None)
    op.create_index("user_name_idx", "user", ["tenant_id", "name_folded", "id"], unique=False, postgresql_where=None)
    op.create_index("user_role_idx", "user", ["tenant_id", "role", "id"], unique=False, postgresql_where=None)
    op.create_index(
        "user_team_idx",
        "user",
        ["tenant_id", "team_id", "id"],
        unique=False,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_table(
        "user_tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "user_id", "tag_id", name="user_tag_pkey"),
    )
    distribute("user_tag")
    op.create_index("user_tag_tag_id_idx", "user_tag", ["tenant_id", "tag_id", "user_id"], unique=False)
    op.create_table(
        "tenant_setting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.Text(collation="C"), nullable=True),
        sa.Column("time_zone", sa.Text(collation="C"), server_default="UTC", nullable=False),
        sa.CheckConstraint("region ~ '^[A-Z]{2}$'", name="tenant_setting_region_check"),
        sa.PrimaryKeyConstraint("tenant_id", name="tenant_setting_pkey"),
    )
    distribute("tenant_setting")
    op.add_column("company", sa.Column("domain", sa.Text(collation="C"), nullable=True))
    op.add_column("company", sa.Column("domain_folded", sa.Text(collation="C"), nullable=True))
    op.add_column("company", sa.Column("size", sa.Text(collation="C"), nullable=True))
    op.add_column("company", sa.Column("region", sa.Text(collation="C"), nullable=True))
    op.add_column("company", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.create_index(
        "company_domain_idx", "company", ["tenant_id", "domain_folded", "id"], unique=False, postgresql_where=None
    )
    op.create_index(
        "company_parent_idx",
        "company",
        ["tenant_id", "parent_id", "id"],
        unique=False,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_index("company_region_idx", "company", ["tenant_id", "region", "id"], unique=False, postgresql_where=None)
    op.create_index("company_size_idx", "company", ["tenant_id", "size", "id"], unique=False, postgresql_where=None)
    op.create_foreign_key(
        "company_parent_id_fkey",
        "company",
        "company",
        ["tenant_id", "parent_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
        use_alter=True,
    )
    op.add_column("customer", sa.Column("title", sa.Text(collation="C"), nullable=True))
    op.add_column("interaction", sa.Column("direction", sa.Text(collation="C"), nullable=True))
    op.add_column("interaction", sa.Column("channel", sa.Text(collation="C"), nullable=True))
    op.add_column("interaction", sa.Column("url", sa.Text(collation="C"), nullable=True))
    op.add_column("interaction", sa.Column("duration_seconds", sa.Integer(), nullable=True))
    op.add_column("interaction", sa.Column("product_id", sa.Uuid(), nullable=True))
    op.add_column("interaction", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.create_index(
        "interaction_campaign_idx",
        "interaction",
        ["tenant_id", "campaign_id", "id"],
        unique=False,
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_index(
        "interaction_kind_occurred_at_idx",
        "interaction",
        ["tenant_id", "kind", "occurred_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_index(
        "interaction_product_idx",
        "interaction",
        ["tenant_id", "product_id", "id"],
        unique=False,
        postgresql_where=sa.text("product_id IS NOT NULL"),
    )
    op.create_foreign_key(
        "interaction_campaign_id_fkey",
        "interaction",
        "campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
        use_alter=True,
    )
    op.create_foreign_key(
        "interaction_product_id_fkey",
        "interaction",
        "product",
        ["tenant_id", "product_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
        use_alter=True,
    )
    op.add_column("order", sa.Column("channel", sa.Text(collation="C"), nullable=True))
    op.add_column("order", sa.Column("return_reason", sa.Text(collation="C"), nullable=True))
    op.add_column("order", sa.Column("original_id", sa.Uuid(), nullable=True))
    op.create_index(
        "order_original_idx",
        "order",
        ["tenant_id", "original_id", "id"],
        unique=False,
        postgresql_where=sa.text("original_id IS NOT NULL"),
    )
    op.create_index(
        "order_status_placed_at_idx",
        "order",
        ["tenant_id", "status", "placed_at", "id"],
        unique=False,
        postgresql_where=None,
    )
    op.create_foreign_key(
        "order_original_id_fkey",
        "order",
        "order",
        ["tenant_id", "original_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
        use_alter=True,
    )
    op.add_column("order_item", sa.Column("discount_minor", sa.BigInteger(), nullable=True))
    op.add_column("order_item", sa.Column("discount_currency", sa.Text(collation="C"), nullable=True))
    op.add_column("product", sa.Column("description", sa.Text(collation="C"), nullable=True))
    op.add_column("product", sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.alter_column("product", "active", server_default=None)
    op.add_column("product", sa.Column("category_id", sa.Uuid(), nullable=True))
    op.drop_index(op.f("product_category_idx"), table_name="product")
    op.create_index(
        "product_category_idx",
        "product",
        ["tenant_id", "category_id", "id"],
        unique=False,
        postgresql_where=sa.text("category_id IS NOT NULL"),
    )
    op.create_foreign_key(
        "product_category_id_fkey",
        "product",
        "product_category",
        ["tenant_id", "category_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
        use_alter=True,
    )
    _keep_categories()
    op.drop_column("product", "category")
    protect("attachment")
    protect("attachment_content")
    protect("attachment_revision")
    protect("attachment_tag")
    protect("campaign")
    protect("campaign_response")
    protect("campaign_response_tag")
    protect("campaign_tag")
    protect("company_role")
    protect("company_role_tag")
    protect("company_tag")
    protect("company_word")
    protect("consent")
    protect("consent_tag")
    protect("contract")
    protect("contract_tag")
    protect("customer_phone")
    protect("customer_phone_tag")
    protect("customer_subscription")
    protect("customer_subscription_tag")
    protect("customer_word")
    protect("deal")
    protect("deal_tag")
    protect("email_address")
    protect("email_address_tag")
    protect("goal")
    protect("goal_tag")
    protect("history_entry")
    protect("interaction_tag")
    protect("knowledge_base_article")
    protect("knowledge_base_article_tag")
    protect("lead")
    protect("lead_tag")
    protect("note")
    protect("note_tag")
    protect("order_item_tag")
    protect("order_tag")
    protect("pipeline")
    protect("pipeline_tag")
    protect("postal_address")
    protect("postal_address_tag")
    protect("product_category")
    protect("product_category_tag")
    protect("product_tag")
    protect("quote")
    protect("quote_line")
    protect("quote_line_tag")
    protect("quote_tag")
    protect("search_key")
    protect("social_account")
    protect("social_account_tag")
    protect("stage")
    protect("stage_change")
    protect("stage_tag")
    protect("suppression")
    protect("suppression_tag")
    protect("survey")
    protect("survey_answer")
    protect("survey_answer_tag")
    protect("survey_question")
    protect("survey_question_tag")
    protect("survey_tag")
    protect("task")
    protect("task_tag")
    protect("team")
    protect("team_tag")
    protect("ticket")
    protect("ticket_article")
    protect("ticket_tag")
    protect("user")
    protect("user_tag")
    protect("tenant_setting")
    op.create_foreign_key(
        "attachment_campaign_response_id_fkey",
        "attachment",
        "campaign_response",
        ["tenant_id", "campaign_response_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_product_id_fkey",
        "attachment",
        "product",
        ["tenant_id", "product_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_campaign_id_fkey",
        "attachment",
        "campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_customer_subscription_id_fkey",
        "attachment",
        "customer_subscription",
        ["tenant_id", "customer_subscription_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_company_id_fkey",
        "attachment",
        "company",
        ["tenant_id", "company_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_team_id_fkey",
        "attachment",
        "team",
        ["tenant_id", "team_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_lead_id_fkey",
        "attachment",
        "lead",
        ["tenant_id", "lead_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_suppression_id_fkey",
        "attachment",
        "suppression",
        ["tenant_id", "suppression_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_pipeline_id_fkey",
        "attachment",
        "pipeline",
        ["tenant_id", "pipeline_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_contract_id_fkey",
        "attachment",
        "contract",
        ["tenant_id", "contract_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_company_role_id_fkey",
        "attachment",
        "company_role",
        ["tenant_id", "company_role_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_social_account_id_fkey",
        "attachment",
        "social_account",
        ["tenant_id", "social_account_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_stage_id_fkey",
        "attachment",
        "stage",
        ["tenant_id", "stage_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_task_id_fkey",
        "attachment",
        "task",
        ["tenant_id", "task_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_customer_phone_id_fkey",
        "attachment",
        "customer_phone",
        ["tenant_id", "customer_phone_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_quote_id_fkey",
        "attachment",
        "quote",
        ["tenant_id", "quote_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_interaction_id_fkey",
        "attachment",
        "interaction",
        ["tenant_id", "interaction_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_order_item_id_fkey",
        "attachment",
        "order_item",
        ["tenant_id", "order_item_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_email_address_id_fkey",
        "attachment",
        "email_address",
        ["tenant_id", "email_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_knowledge_base_article_id_fkey",
        "attachment",
        "knowledge_base_article",
        ["tenant_id", "knowledge_base_article_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_order_id_fkey",
        "attachment",
        "order",
        ["tenant_id", "order_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_survey_id_fkey",
        "attachment",
        "survey",
        ["tenant_id", "survey_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_customer_id_fkey",
        "attachment",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_survey_question_id_fkey",
        "attachment",
        "survey_question",
        ["tenant_id", "survey_question_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_user_id_fkey",
        "attachment",
        "user",
        ["tenant_id", "user_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_survey_answer_id_fkey",
        "attachment",
        "survey_answer",
        ["tenant_id", "survey_answer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_product_category_id_fkey",
        "attachment",
        "product_category",
        ["tenant_id", "product_category_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_consent_id_fkey",
        "attachment",
        "consent",
        ["tenant_id", "consent_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_goal_id_fkey",
        "attachment",
        "goal",
        ["tenant_id", "goal_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_postal_address_id_fkey",
        "attachment",
        "postal_address",
        ["tenant_id", "postal_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_deal_id_fkey",
        "attachment",
        "deal",
        ["tenant_id", "deal_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_quote_line_id_fkey",
        "attachment",
        "quote_line",
        ["tenant_id", "quote_line_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_note_id_fkey",
        "attachment",
        "note",
        ["tenant_id", "note_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_attachment_id_fkey",
        "attachment",
        "attachment",
        ["tenant_id", "attachment_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_ticket_id_fkey",
        "attachment",
        "ticket",
        ["tenant_id", "ticket_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_content_revision_id_fkey",
        "attachment_content",
        "attachment_revision",
        ["tenant_id", "revision_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_revision_attachment_id_fkey",
        "attachment_revision",
        "attachment",
        ["tenant_id", "attachment_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_tag_attachment_id_fkey",
        "attachment_tag",
        "attachment",
        ["tenant_id", "attachment_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "attachment_tag_tag_id_fkey",
        "attachment_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "campaign_response_campaign_id_fkey",
        "campaign_response",
        "campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "campaign_response_customer_id_fkey",
        "campaign_response",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "campaign_response_tag_tag_id_fkey",
        "campaign_response_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "campaign_response_tag_campaign_response_id_fkey",
        "campaign_response_tag",
        "campaign_response",
        ["tenant_id", "campaign_response_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "campaign_tag_tag_id_fkey",
        "campaign_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "campaign_tag_campaign_id_fkey",
        "campaign_tag",
        "campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "company_role_company_id_fkey",
        "company_role",
        "company",
        ["tenant_id", "company_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "company_role_customer_id_fkey",
        "company_role",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "company_role_tag_company_role_id_fkey",
        "company_role_tag",
        "company_role",
        ["tenant_id", "company_role_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "company_role_tag_tag_id_fkey",
        "company_role_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "company_tag_tag_id_fkey",
        "company_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "company_tag_company_id_fkey",
        "company_tag",
        "company",
        ["tenant_id", "company_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "company_word_company_id_fkey",
        "company_word",
        "company",
        ["tenant_id", "company_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "consent_customer_id_fkey",
        "consent",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "consent_tag_consent_id_fkey",
        "consent_tag",
        "consent",
        ["tenant_id", "consent_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "consent_tag_tag_id_fkey",
        "consent_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "contract_customer_id_fkey",
        "contract",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "contract_owner_id_fkey",
        "contract",
        "user",
        ["tenant_id", "owner_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "contract_company_id_fkey",
        "contract",
        "company",
        ["tenant_id", "company_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "contract_tag_contract_id_fkey",
        "contract_tag",
        "contract",
        ["tenant_id", "contract_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "contract_tag_tag_id_fkey",
        "contract_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_phone_customer_id_fkey",
        "customer_phone",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_phone_tag_customer_phone_id_fkey",
        "customer_phone_tag",
        "customer_phone",
        ["tenant_id", "customer_phone_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_phone_tag_tag_id_fkey",
        "customer_phone_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_subscription_product_id_fkey",
        "customer_subscription",
        "product",
        ["tenant_id", "product_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "customer_subscription_customer_id_fkey",
        "customer_subscription",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "customer_subscription_tag_customer_subscription_id_fkey",
        "customer_subscription_tag",
        "customer_subscription",
        ["tenant_id", "customer_subscription_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_subscription_tag_tag_id_fkey",
        "customer_subscription_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "customer_word_customer_id_fkey",
        "customer_word",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "deal_customer_id_fkey",
        "deal",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "deal_company_id_fkey", "deal", "company", ["tenant_id", "company_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "deal_lead_id_fkey", "deal", "lead", ["tenant_id", "lead_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "deal_owner_id_fkey", "deal", "user", ["tenant_id", "owner_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "deal_stage_id_fkey", "deal", "stage", ["tenant_id", "stage_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "deal_tag_tag_id_fkey", "deal_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "deal_tag_deal_id_fkey", "deal_tag", "deal", ["tenant_id", "deal_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "email_address_customer_id_fkey",
        "email_address",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "email_address_tag_email_address_id_fkey",
        "email_address_tag",
        "email_address",
        ["tenant_id", "email_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "email_address_tag_tag_id_fkey",
        "email_address_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "goal_user_id_fkey", "goal", "user", ["tenant_id", "user_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "goal_tag_goal_id_fkey", "goal_tag", "goal", ["tenant_id", "goal_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "goal_tag_tag_id_fkey", "goal_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "interaction_tag_interaction_id_fkey",
        "interaction_tag",
        "interaction",
        ["tenant_id", "interaction_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "interaction_tag_tag_id_fkey",
        "interaction_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "knowledge_base_article_tag_tag_id_fkey",
        "knowledge_base_article_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "knowledge_base_article_tag_knowledge_base_article_id_fkey",
        "knowledge_base_article_tag",
        "knowledge_base_article",
        ["tenant_id", "knowledge_base_article_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "lead_company_id_fkey", "lead", "company", ["tenant_id", "company_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "lead_owner_id_fkey", "lead", "user", ["tenant_id", "owner_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "lead_campaign_id_fkey",
        "lead",
        "campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "lead_customer_id_fkey",
        "lead",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "lead_tag_tag_id_fkey", "lead_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "lead_tag_lead_id_fkey", "lead_tag", "lead", ["tenant_id", "lead_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_company_role_id_fkey",
        "note",
        "company_role",
        ["tenant_id", "company_role_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_attachment_id_fkey",
        "note",
        "attachment",
        ["tenant_id", "attachment_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_social_account_id_fkey",
        "note",
        "social_account",
        ["tenant_id", "social_account_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_ticket_id_fkey", "note", "ticket", ["tenant_id", "ticket_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_customer_subscription_id_fkey",
        "note",
        "customer_subscription",
        ["tenant_id", "customer_subscription_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_team_id_fkey", "note", "team", ["tenant_id", "team_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_campaign_response_id_fkey",
        "note",
        "campaign_response",
        ["tenant_id", "campaign_response_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_customer_phone_id_fkey",
        "note",
        "customer_phone",
        ["tenant_id", "customer_phone_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_campaign_id_fkey",
        "note",
        "campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_lead_id_fkey", "note", "lead", ["tenant_id", "lead_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_contract_id_fkey",
        "note",
        "contract",
        ["tenant_id", "contract_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_pipeline_id_fkey",
        "note",
        "pipeline",
        ["tenant_id", "pipeline_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_interaction_id_fkey",
        "note",
        "interaction",
        ["tenant_id", "interaction_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_email_address_id_fkey",
        "note",
        "email_address",
        ["tenant_id", "email_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_order_item_id_fkey",
        "note",
        "order_item",
        ["tenant_id", "order_item_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_stage_id_fkey", "note", "stage", ["tenant_id", "stage_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_order_id_fkey", "note", "order", ["tenant_id", "order_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_customer_id_fkey",
        "note",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_task_id_fkey", "note", "task", ["tenant_id", "task_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_note_id_fkey", "note", "note", ["tenant_id", "note_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_quote_id_fkey", "note", "quote", ["tenant_id", "quote_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_consent_id_fkey", "note", "consent", ["tenant_id", "consent_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_product_category_id_fkey",
        "note",
        "product_category",
        ["tenant_id", "product_category_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_author_id_fkey", "note", "user", ["tenant_id", "author_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "note_knowledge_base_article_id_fkey",
        "note",
        "knowledge_base_article",
        ["tenant_id", "knowledge_base_article_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_company_id_fkey", "note", "company", ["tenant_id", "company_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_postal_address_id_fkey",
        "note",
        "postal_address",
        ["tenant_id", "postal_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_survey_id_fkey", "note", "survey", ["tenant_id", "survey_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_survey_question_id_fkey",
        "note",
        "survey_question",
        ["tenant_id", "survey_question_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_user_id_fkey", "note", "user", ["tenant_id", "user_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_survey_answer_id_fkey",
        "note",
        "survey_answer",
        ["tenant_id", "survey_answer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_goal_id_fkey", "note", "goal", ["tenant_id", "goal_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_product_id_fkey", "note", "product", ["tenant_id", "product_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_deal_id_fkey", "note", "deal", ["tenant_id", "deal_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_quote_line_id_fkey",
        "note",
        "quote_line",
        ["tenant_id", "quote_line_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_suppression_id_fkey",
        "note",
        "suppression",
        ["tenant_id", "suppression_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "note_tag_note_id_fkey", "note_tag", "note", ["tenant_id", "note_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "note_tag_tag_id_fkey", "note_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "order_item_tag_order_item_id_fkey",
        "order_item_tag",
        "order_item",
        ["tenant_id", "order_item_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "order_item_tag_tag_id_fkey",
        "order_item_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "order_tag_tag_id_fkey", "order_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "order_tag_order_id_fkey",
        "order_tag",
        "order",
        ["tenant_id", "order_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "pipeline_tag_pipeline_id_fkey",
        "pipeline_tag",
        "pipeline",
        ["tenant_id", "pipeline_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "pipeline_tag_tag_id_fkey",
        "pipeline_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "postal_address_customer_id_fkey",
        "postal_address",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "postal_address_tag_tag_id_fkey",
        "postal_address_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "postal_address_tag_postal_address_id_fkey",
        "postal_address_tag",
        "postal_address",
        ["tenant_id", "postal_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "product_category_parent_id_fkey",
        "product_category",
        "product_category",
        ["tenant_id", "parent_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "product_category_tag_tag_id_fkey",
        "product_category_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "product_category_tag_product_category_id_fkey",
        "product_category_tag",
        "product_category",
        ["tenant_id", "product_category_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "product_tag_product_id_fkey",
        "product_tag",
        "product",
        ["tenant_id", "product_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "product_tag_tag_id_fkey",
        "product_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "quote_deal_id_fkey", "quote", "deal", ["tenant_id", "deal_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "quote_customer_id_fkey",
        "quote",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "quote_line_quote_id_fkey",
        "quote_line",
        "quote",
        ["tenant_id", "quote_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "quote_line_product_id_fkey",
        "quote_line",
        "product",
        ["tenant_id", "product_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "quote_line_tag_quote_line_id_fkey",
        "quote_line_tag",
        "quote_line",
        ["tenant_id", "quote_line_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "quote_line_tag_tag_id_fkey",
        "quote_line_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "quote_tag_quote_id_fkey",
        "quote_tag",
        "quote",
        ["tenant_id", "quote_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "quote_tag_tag_id_fkey", "quote_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "social_account_customer_id_fkey",
        "social_account",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "social_account_tag_social_account_id_fkey",
        "social_account_tag",
        "social_account",
        ["tenant_id", "social_account_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "social_account_tag_tag_id_fkey",
        "social_account_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "stage_pipeline_id_fkey",
        "stage",
        "pipeline",
        ["tenant_id", "pipeline_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "stage_change_deal_id_fkey",
        "stage_change",
        "deal",
        ["tenant_id", "deal_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "stage_change_from_stage_id_fkey",
        "stage_change",
        "stage",
        ["tenant_id", "from_stage_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "stage_change_stage_id_fkey",
        "stage_change",
        "stage",
        ["tenant_id", "stage_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "stage_tag_stage_id_fkey",
        "stage_tag",
        "stage",
        ["tenant_id", "stage_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "stage_tag_tag_id_fkey", "stage_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "suppression_customer_id_fkey",
        "suppression",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "suppression_tag_tag_id_fkey",
        "suppression_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "suppression_tag_suppression_id_fkey",
        "suppression_tag",
        "suppression",
        ["tenant_id", "suppression_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "survey_answer_customer_id_fkey",
        "survey_answer",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "survey_answer_question_id_fkey",
        "survey_answer",
        "survey_question",
        ["tenant_id", "question_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "survey_answer_tag_tag_id_fkey",
        "survey_answer_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "survey_answer_tag_survey_answer_id_fkey",
        "survey_answer_tag",
        "survey_answer",
        ["tenant_id", "survey_answer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "survey_question_survey_id_fkey",
        "survey_question",
        "survey",
        ["tenant_id", "survey_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "survey_question_tag_survey_question_id_fkey",
        "survey_question_tag",
        "survey_question",
        ["tenant_id", "survey_question_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "survey_question_tag_tag_id_fkey",
        "survey_question_tag",
        "tag",
        ["tenant_id", "tag_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "survey_tag_tag_id_fkey", "survey_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "survey_tag_survey_id_fkey",
        "survey_tag",
        "survey",
        ["tenant_id", "survey_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_campaign_response_id_fkey",
        "task",
        "campaign_response",
        ["tenant_id", "campaign_response_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_customer_subscription_id_fkey",
        "task",
        "customer_subscription",
        ["tenant_id", "customer_subscription_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_team_id_fkey", "task", "team", ["tenant_id", "team_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_campaign_id_fkey",
        "task",
        "campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_suppression_id_fkey",
        "task",
        "suppression",
        ["tenant_id", "suppression_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_company_role_id_fkey",
        "task",
        "company_role",
        ["tenant_id", "company_role_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_lead_id_fkey", "task", "lead", ["tenant_id", "lead_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_pipeline_id_fkey",
        "task",
        "pipeline",
        ["tenant_id", "pipeline_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_contract_id_fkey",
        "task",
        "contract",
        ["tenant_id", "contract_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_customer_phone_id_fkey",
        "task",
        "customer_phone",
        ["tenant_id", "customer_phone_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_stage_id_fkey", "task", "stage", ["tenant_id", "stage_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_knowledge_base_article_id_fkey",
        "task",
        "knowledge_base_article",
        ["tenant_id", "knowledge_base_article_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_task_id_fkey", "task", "task", ["tenant_id", "task_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_interaction_id_fkey",
        "task",
        "interaction",
        ["tenant_id", "interaction_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_quote_id_fkey", "task", "quote", ["tenant_id", "quote_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_email_address_id_fkey",
        "task",
        "email_address",
        ["tenant_id", "email_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_ticket_id_fkey", "task", "ticket", ["tenant_id", "ticket_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_order_item_id_fkey",
        "task",
        "order_item",
        ["tenant_id", "order_item_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_order_id_fkey", "task", "order", ["tenant_id", "order_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_customer_id_fkey",
        "task",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_survey_id_fkey", "task", "survey", ["tenant_id", "survey_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_survey_question_id_fkey",
        "task",
        "survey_question",
        ["tenant_id", "survey_question_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_user_id_fkey", "task", "user", ["tenant_id", "user_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_product_category_id_fkey",
        "task",
        "product_category",
        ["tenant_id", "product_category_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_survey_answer_id_fkey",
        "task",
        "survey_answer",
        ["tenant_id", "survey_answer_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_assignee_id_fkey", "task", "user", ["tenant_id", "assignee_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "task_consent_id_fkey", "task", "consent", ["tenant_id", "consent_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_company_id_fkey", "task", "company", ["tenant_id", "company_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_postal_address_id_fkey",
        "task",
        "postal_address",
        ["tenant_id", "postal_address_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_goal_id_fkey", "task", "goal", ["tenant_id", "goal_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_deal_id_fkey", "task", "deal", ["tenant_id", "deal_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_quote_line_id_fkey",
        "task",
        "quote_line",
        ["tenant_id", "quote_line_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_note_id_fkey", "task", "note", ["tenant_id", "note_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_attachment_id_fkey",
        "task",
        "attachment",
        ["tenant_id", "attachment_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_social_account_id_fkey",
        "task",
        "social_account",
        ["tenant_id", "social_account_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "task_product_id_fkey", "task", "product", ["tenant_id", "product_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_tag_task_id_fkey", "task_tag", "task", ["tenant_id", "task_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "task_tag_tag_id_fkey", "task_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "team_parent_id_fkey", "team", "team", ["tenant_id", "parent_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "team_tag_tag_id_fkey", "team_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "team_tag_team_id_fkey", "team_tag", "team", ["tenant_id", "team_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "ticket_order_id_fkey", "ticket", "order", ["tenant_id", "order_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "ticket_assignee_id_fkey",
        "ticket",
        "user",
        ["tenant_id", "assignee_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "ticket_customer_id_fkey",
        "ticket",
        "customer",
        ["tenant_id", "customer_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "ticket_article_knowledge_base_article_id_fkey",
        "ticket_article",
        "knowledge_base_article",
        ["tenant_id", "knowledge_base_article_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "ticket_article_ticket_id_fkey",
        "ticket_article",
        "ticket",
        ["tenant_id", "ticket_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "ticket_tag_ticket_id_fkey",
        "ticket_tag",
        "ticket",
        ["tenant_id", "ticket_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "ticket_tag_tag_id_fkey", "ticket_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "user_team_id_fkey", "user", "team", ["tenant_id", "team_id"], ["tenant_id", "id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "user_tag_user_id_fkey", "user_tag", "user", ["tenant_id", "user_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "user_tag_tag_id_fkey", "user_tag", "tag", ["tenant_id", "tag_id"], ["tenant_id", "id"], ondelete="CASCADE"
    )
    op.create_foreign_key(
        "tenant_setting_tenant_id_fkey", "tenant_setting", "tenant", ["tenant_id"], ["id"], ondelete="CASCADE"
    )
    op.create_check_constraint("company_domain_length_check", "company", "char_length(domain) <= 253")
    op.create_check_constraint("company_domain_whole_check", "company", "(domain IS NULL) = (domain_folded IS NULL)")
    op.create_check_constraint("company_region_length_check", "company", "char_length(region) <= 500")
    op.create_check_constraint("company_size_check", "company", "size IN ('MICRO', 'SMALL', 'MEDIUM', 'LARGE')")
    op.create_check_constraint("customer_title_length_check", "customer", "char_length(title) <= 100")
    op.create_check_constraint("product_description_length_check", "product", "char_length(description) <= 5000")
    op.create_check_constraint("order_channel_length_check", "order", "char_length(channel) <= 500")
    op.create_check_constraint("order_return_reason_length_check", "order", "char_length(return_reason) <= 500")
    op.create_check_constraint(
        "order_item_discount_whole_check", "order_item", "(discount_minor IS NULL) = (discount_currency IS NULL)"
    )
    op.create_check_constraint("interaction_channel_length_check", "interaction", "char_length(channel) <= 500")
    op.create_check_constraint("interaction_direction_check", "interaction", "direction IN ('INBOUND', 'OUTBOUND')")
    op.create_check_constraint("interaction_duration_seconds_minimum_check", "interaction", "duration_seconds >= 0")
    op.create_check_constraint(
        "interaction_kind_check",
        "interaction",
        "kind IN ('CALL', 'EMAIL', 'EMAIL_SENT', 'EMAIL_OPENED', 'EMAIL_CLICKED', 'MEETING', 'VISIT', 'PRODUCT_VIEW', 'CLICK', 'REGISTRATION', 'MENTION', 'LIKE', 'FORM', 'CHAT', 'OTHER')",
    )
    op.create_check_constraint("interaction_url_length_check", "interaction", "char_length(url) <= 2000")
    _keep_phones()


def _keep_categories() -> None:
    """Make records of the categories that were text."""
    connection = op.get_bind()
    op.execute("ALTER TABLE product NO FORCE ROW LEVEL SECURITY")  # the owner would see no rows, and lose them all
    categories = connection.execute(
        sa.text("SELECT DISTINCT tenant_id, category FROM product WHERE category IS NOT NULL")
    ).all()
    for tenant_id, name in categories:
        connection.execute(
            sa.text(
                "INSERT INTO product_category (tenant_id, id, external_id, created_at, updated_at, version, name, name_folded) "
                "VALUES (:tenant, :id, :key, :now, :now, 1, :name, :folded)"
            ),
            {
                "tenant": tenant_id,
                "id": new_id(),
                "key": name if 0 < len(name) <= 200 else None,
                "now": datetime.now(UTC),
                "name": name,
                "folded": fold(name),
            },
        )
    connection.execute(
        sa.text(
            "UPDATE product SET category_id = known.id FROM product_category AS known "
            "WHERE known.tenant_id = product.tenant_id AND known.name = product.category"
        )
    )
    left = connection.scalar(sa.text("SELECT count(*) FROM product WHERE category IS NOT NULL AND category_id IS NULL"))
    if left:
        raise RuntimeError(f"{left} products would lose their category")
    op.execute("ALTER TABLE product FORCE ROW LEVEL SECURITY")


def _keep_phones() -> None:
    """Bring phone numbers to E.164, where they name their country; the others stay as they are until they are written again."""
    connection = op.get_bind()
    op.execute("ALTER TABLE customer NO FORCE ROW LEVEL SECURITY")  # as above
    phones = connection.execute(
        sa.text(
            "SELECT tenant_id, id, phone FROM customer WHERE phone ~ '^(\\+|00)' AND phone !~ '^\\+[1-9][0-9]{6,14}$'"
        )
    ).all()
    for tenant_id, record_id, phone in phones:
        try:
            number = to_e164(re.sub("^00", "+", phone), None)
        except ValueError:
            continue
        connection.execute(
            sa.text("UPDATE customer SET phone = :number WHERE tenant_id = :tenant AND id = :id"),
            {"number": number, "tenant": tenant_id, "id": record_id},
        )
    op.execute("ALTER TABLE customer FORCE ROW LEVEL SECURITY")
