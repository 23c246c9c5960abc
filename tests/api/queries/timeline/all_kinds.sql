SELECT (SELECT row_to_json(t$60) AS row_to_json_1 
FROM (SELECT (SELECT row_to_json(t$59) AS row_to_json_2 
FROM (SELECT coalesce(json_agg(json_build_object('kind'::text, CASE WHEN (t$28.kind = 0) THEN 'NOTE'::text WHEN (t$28.kind = 1) THEN 'TASK'::text WHEN (t$28.kind = 2) THEN 'CONSENT'::text WHEN (t$28.kind = 3) THEN 'SUPPRESSION'::text WHEN (t$28.kind = 4) THEN 'LEAD'::text WHEN (t$28.kind = 5) THEN 'DEAL'::text WHEN (t$28.kind = 6) THEN 'ORDER'::text WHEN (t$28.kind = 7) THEN 'CUSTOMER_SUBSCRIPTION'::text WHEN (t$28.kind = 8) THEN 'CONTRACT'::text WHEN (t$28.kind = 9) THEN 'INTERACTION'::text WHEN (t$28.kind = 10) THEN 'CAMPAIGN_RESPONSE'::text WHEN (t$28.kind = 11) THEN 'TICKET'::text WHEN (t$28.kind = 12) THEN 'SURVEY_ANSWER'::text END, 'at'::text, t$28.at, 'record'::text, CASE WHEN (t$28.kind = 0) THEN (SELECT row_to_json(t$30) AS row_to_json_3 
FROM (SELECT 'Note'::text AS "__typename", 'note_' || CAST(t$29.id AS TEXT) AS "id" 
FROM note AS t$29 
WHERE t$29.tenant_id = $1::UUID AND t$29.id = t$28.id) AS t$30) WHEN (t$28.kind = 1) THEN (SELECT row_to_json(t$32) AS row_to_json_4 
FROM (SELECT 'Task'::text AS "__typename", 'task_' || CAST(t$31.id AS TEXT) AS "id" 
FROM task AS t$31 
WHERE t$31.tenant_id = $1::UUID AND t$31.id = t$28.id) AS t$32) WHEN (t$28.kind = 2) THEN (SELECT row_to_json(t$34) AS row_to_json_5 
FROM (SELECT 'Consent'::text AS "__typename", 'consent_' || CAST(t$33.id AS TEXT) AS "id" 
FROM consent AS t$33 
WHERE t$33.tenant_id = $1::UUID AND t$33.id = t$28.id) AS t$34) WHEN (t$28.kind = 3) THEN (SELECT row_to_json(t$36) AS row_to_json_6 
FROM (SELECT 'Suppression'::text AS "__typename", 'suppression_' || CAST(t$35.id AS TEXT) AS "id" 
FROM suppression AS t$35 
WHERE t$35.tenant_id = $1::UUID AND t$35.id = t$28.id) AS t$36) WHEN (t$28.kind = 4) THEN (SELECT row_to_json(t$38) AS row_to_json_7 
FROM (SELECT 'Lead'::text AS "__typename", 'lead_' || CAST(t$37.id AS TEXT) AS "id" 
FROM lead AS t$37 
WHERE t$37.tenant_id = $1::UUID AND t$37.id = t$28.id) AS t$38) WHEN (t$28.kind = 5) THEN (SELECT row_to_json(t$40) AS row_to_json_8 
FROM (SELECT 'Deal'::text AS "__typename", 'deal_' || CAST(t$39.id AS TEXT) AS "id" 
FROM deal AS t$39 
WHERE t$39.tenant_id = $1::UUID AND t$39.id = t$28.id) AS t$40) WHEN (t$28.kind = 6) THEN (SELECT row_to_json(t$44) AS row_to_json_9 
FROM (SELECT 'Order'::text AS "__typename", 'order_' || CAST(t$41.id AS TEXT) AS "id", json_build_object('amount'::text, CAST(t$41.total_minor * CASE WHEN (t$41.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t$41.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t$41.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t$41.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, t$41.total_currency) AS "total", t$41.status AS "status", json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$43), '[]'::json) AS coalesce_1 
FROM (SELECT t$42.quantity AS "quantity" 
FROM order_item AS t$42 
WHERE t$42.tenant_id = $1::UUID AND t$42.order_id = t$41.id ORDER BY t$42.id ASC 
 LIMIT 1) AS t$43)) AS "items" 
FROM "order" AS t$41 
WHERE t$41.tenant_id = $1::UUID AND t$41.id = t$28.id) AS t$44) WHEN (t$28.kind = 7) THEN (SELECT row_to_json(t$46) AS row_to_json_10 
FROM (SELECT 'CustomerSubscription'::text AS "__typename", 'customer_subscription_' || CAST(t$45.id AS TEXT) AS "id" 
FROM customer_subscription AS t$45 
WHERE t$45.tenant_id = $1::UUID AND t$45.id = t$28.id) AS t$46) WHEN (t$28.kind = 8) THEN (SELECT row_to_json(t$48) AS row_to_json_11 
FROM (SELECT 'Contract'::text AS "__typename", 'contract_' || CAST(t$47.id AS TEXT) AS "id" 
FROM contract AS t$47 
WHERE t$47.tenant_id = $1::UUID AND t$47.id = t$28.id) AS t$48) WHEN (t$28.kind = 9) THEN (SELECT row_to_json(t$50) AS row_to_json_12 
FROM (SELECT 'Interaction'::text AS "__typename", 'interaction_' || CAST(t$49.id AS TEXT) AS "id", t$49.subject AS "subject" 
FROM interaction AS t$49 
WHERE t$49.tenant_id = $1::UUID AND t$49.id = t$28.id) AS t$50) WHEN (t$28.kind = 10) THEN (SELECT row_to_json(t$52) AS row_to_json_13 
FROM (SELECT 'CampaignResponse'::text AS "__typename", 'campaign_response_' || CAST(t$51.id AS TEXT) AS "id" 
FROM campaign_response AS t$51 
WHERE t$51.tenant_id = $1::UUID AND t$51.id = t$28.id) AS t$52) WHEN (t$28.kind = 11) THEN (SELECT row_to_json(t$54) AS row_to_json_14 
FROM (SELECT 'Ticket'::text AS "__typename", 'ticket_' || CAST(t$53.id AS TEXT) AS "id", t$53.subject AS "title" 
FROM ticket AS t$53 
WHERE t$53.tenant_id = $1::UUID AND t$53.id = t$28.id) AS t$54) WHEN (t$28.kind = 12) THEN (SELECT row_to_json(t$58) AS row_to_json_15 
FROM (SELECT 'SurveyAnswer'::text AS "__typename", 'survey_answer_' || CAST(t$55.id AS TEXT) AS "id", (SELECT row_to_json(t$57) AS row_to_json_16 
FROM (SELECT t$56.text AS "text" 
FROM survey_question AS t$56 
WHERE t$56.tenant_id = $1::UUID AND t$56.id = t$55.question_id) AS t$57) AS "question" 
FROM survey_answer AS t$55 
WHERE t$55.tenant_id = $1::UUID AND t$55.id = t$28.id) AS t$58) END) ORDER BY t$28._place) FILTER (WHERE t$28._place <= 8), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 8, 'hasPreviousPage'::text, false, 'startCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('timeline'::text, t$28.at, t$28.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$28._place) FILTER (WHERE t$28._place <= 8))[1], 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('timeline'::text, t$28.at, t$28.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$28._place DESC) FILTER (WHERE t$28._place <= 8))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$27.at DESC, t$27.id DESC) AS _place, t$27.kind AS kind, t$27.at AS at, t$27.id AS id 
FROM (SELECT t$2.kind AS kind, t$2.at AS at, t$2.id AS id 
FROM (SELECT 0 AS kind, t$1.created_at AS at, t$1.id AS id 
FROM note AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.customer_id = t$0.id AND t$1.created_at IS NOT NULL ORDER BY t$1.created_at DESC, t$1.id DESC 
 LIMIT 9) AS t$2 UNION ALL SELECT t$4.kind AS kind, t$4.at AS at, t$4.id AS id 
FROM (SELECT 1 AS kind, t$3.due_at AS at, t$3.id AS id 
FROM task AS t$3 
WHERE t$3.tenant_id = $1::UUID AND t$3.customer_id = t$0.id AND t$3.due_at IS NOT NULL ORDER BY t$3.due_at DESC, t$3.id DESC 
 LIMIT 9) AS t$4 UNION ALL SELECT t$6.kind AS kind, t$6.at AS at, t$6.id AS id 
FROM (SELECT 2 AS kind, t$5.valid_from AS at, t$5.id AS id 
FROM consent AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.customer_id = t$0.id AND t$5.valid_from IS NOT NULL ORDER BY t$5.valid_from DESC, t$5.id DESC 
 LIMIT 9) AS t$6 UNION ALL SELECT t$8.kind AS kind, t$8.at AS at, t$8.id AS id 
FROM (SELECT 3 AS kind, t$7.since AS at, t$7.id AS id 
FROM suppression AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.customer_id = t$0.id AND t$7.since IS NOT NULL ORDER BY t$7.since DESC, t$7.id DESC 
 LIMIT 9) AS t$8 UNION ALL SELECT t$10.kind AS kind, t$10.at AS at, t$10.id AS id 
FROM (SELECT 4 AS kind, t$9.received_at AS at, t$9.id AS id 
FROM lead AS t$9 
WHERE t$9.tenant_id = $1::UUID AND t$9.customer_id = t$0.id AND t$9.received_at IS NOT NULL ORDER BY t$9.received_at DESC, t$9.id DESC 
 LIMIT 9) AS t$10 UNION ALL SELECT t$12.kind AS kind, t$12.at AS at, t$12.id AS id 
FROM (SELECT 5 AS kind, t$11.opened_at AS at, t$11.id AS id 
FROM deal AS t$11 
WHERE t$11.tenant_id = $1::UUID AND t$11.customer_id = t$0.id AND t$11.opened_at IS NOT NULL ORDER BY t$11.opened_at DESC, t$11.id DESC 
 LIMIT 9) AS t$12 UNION ALL SELECT t$14.kind AS kind, t$14.at AS at, t$14.id AS id 
FROM (SELECT 6 AS kind, t$13.placed_at AS at, t$13.id AS id 
FROM "order" AS t$13 
WHERE t$13.tenant_id = $1::UUID AND t$13.customer_id = t$0.id AND t$13.placed_at IS NOT NULL ORDER BY t$13.placed_at DESC, t$13.id DESC 
 LIMIT 9) AS t$14 UNION ALL SELECT t$16.kind AS kind, t$16.at AS at, t$16.id AS id 
FROM (SELECT 7 AS kind, t$15.starts_at AS at, t$15.id AS id 
FROM customer_subscription AS t$15 
WHERE t$15.tenant_id = $1::UUID AND t$15.customer_id = t$0.id AND t$15.starts_at IS NOT NULL ORDER BY t$15.starts_at DESC, t$15.id DESC 
 LIMIT 9) AS t$16 UNION ALL SELECT t$18.kind AS kind, t$18.at AS at, t$18.id AS id 
FROM (SELECT 8 AS kind, t$17.signed_at AS at, t$17.id AS id 
FROM contract AS t$17 
WHERE t$17.tenant_id = $1::UUID AND t$17.customer_id = t$0.id AND t$17.signed_at IS NOT NULL ORDER BY t$17.signed_at DESC, t$17.id DESC 
 LIMIT 9) AS t$18 UNION ALL SELECT t$20.kind AS kind, t$20.at AS at, t$20.id AS id 
FROM (SELECT 9 AS kind, t$19.occurred_at AS at, t$19.id AS id 
FROM interaction AS t$19 
WHERE t$19.tenant_id = $1::UUID AND t$19.customer_id = t$0.id AND t$19.occurred_at IS NOT NULL ORDER BY t$19.occurred_at DESC, t$19.id DESC 
 LIMIT 9) AS t$20 UNION ALL SELECT t$22.kind AS kind, t$22.at AS at, t$22.id AS id 
FROM (SELECT 10 AS kind, t$21.responded_at AS at, t$21.id AS id 
FROM campaign_response AS t$21 
WHERE t$21.tenant_id = $1::UUID AND t$21.customer_id = t$0.id AND t$21.responded_at IS NOT NULL ORDER BY t$21.responded_at DESC, t$21.id DESC 
 LIMIT 9) AS t$22 UNION ALL SELECT t$24.kind AS kind, t$24.at AS at, t$24.id AS id 
FROM (SELECT 11 AS kind, t$23.opened_at AS at, t$23.id AS id 
FROM ticket AS t$23 
WHERE t$23.tenant_id = $1::UUID AND t$23.customer_id = t$0.id AND t$23.opened_at IS NOT NULL ORDER BY t$23.opened_at DESC, t$23.id DESC 
 LIMIT 9) AS t$24 UNION ALL SELECT t$26.kind AS kind, t$26.at AS at, t$26.id AS id 
FROM (SELECT 12 AS kind, t$25.answered_at AS at, t$25.id AS id 
FROM survey_answer AS t$25 
WHERE t$25.tenant_id = $1::UUID AND t$25.customer_id = t$0.id AND t$25.answered_at IS NOT NULL ORDER BY t$25.answered_at DESC, t$25.id DESC 
 LIMIT 9) AS t$26) AS t$27 ORDER BY t$27.at DESC, t$27.id DESC 
 LIMIT 9) AS t$28 
HAVING true) AS t$59) AS "timeline" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $2::VARCHAR COLLATE "C") AS t$60) AS f0
