SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$18), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name", (SELECT row_to_json(t$17) AS row_to_json_1 
FROM (SELECT coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('email+>,id+>'::text, t$2.email_folded, t$2.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_'), 'node'::text, (SELECT row_to_json(t$16) AS row_to_json_2 
FROM (SELECT t$2.name AS "name", json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$15), '[]'::json) AS coalesce_2 
FROM (SELECT t$3.external_id AS "externalId", json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM order_item AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.order_id = t$3.id AND t$4.quantity > $2::INTEGER), 'nodes'::text, (SELECT coalesce(json_agg(t$14), '[]'::json) AS coalesce_3 
FROM (SELECT t$5.quantity AS "quantity", (SELECT row_to_json(t$7) AS row_to_json_3 
FROM (SELECT t$6.name AS "name", t$6.category AS "category" 
FROM product AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.id = t$5.product_id) AS t$7) AS "product", (SELECT row_to_json(t$13) AS row_to_json_4 
FROM (SELECT (SELECT row_to_json(t$12) AS row_to_json_5 
FROM (SELECT (SELECT row_to_json(t$11) AS row_to_json_6 
FROM (SELECT t$10.name AS "name" 
FROM company AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.id = t$9.company_id) AS t$11) AS "company" 
FROM customer AS t$9 
WHERE t$9.tenant_id = $1::UUID AND t$9.id = t$8.customer_id) AS t$12) AS "customer" 
FROM "order" AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.id = t$5.order_id) AS t$13) AS "order" 
FROM order_item AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.order_id = t$3.id AND t$5.quantity > $3::INTEGER ORDER BY t$5.id ASC 
 LIMIT 1) AS t$14)) AS "items" 
FROM "order" AS t$3 
WHERE t$3.tenant_id = $1::UUID AND t$3.customer_id = t$2.id AND t$3.placed_at >= $4::TIMESTAMP WITH TIME ZONE ORDER BY t$3.total_minor DESC, t$3.id DESC 
 LIMIT 2) AS t$15)) AS "orders") AS t$16)) ORDER BY t$2._place) FILTER (WHERE t$2._place <= 2), '[]'::json) AS "edges" 
FROM (SELECT row_number() OVER (ORDER BY t$1.email_folded ASC, t$1.id ASC) AS _place, t$1.tenant_id AS tenant_id, t$1.id AS id, t$1.external_id AS external_id, t$1.created_at AS created_at, t$1.updated_at AS updated_at, t$1.version AS version, t$1.kind AS kind, t$1.stage AS stage, t$1.name AS name, t$1.name_folded AS name_folded, t$1.given_name AS given_name, t$1.family_name AS family_name, t$1.family_name_folded AS family_name_folded, t$1.email AS email, t$1.email_folded AS email_folded, t$1.phone AS phone, t$1.birth_date AS birth_date, t$1.gender AS gender, t$1.street AS street, t$1.city AS city, t$1.region AS region, t$1.postal_code AS postal_code, t$1.country AS country, t$1.language AS language, t$1.job_title AS job_title, t$1.industry AS industry, t$1.company_id AS company_id 
FROM customer AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.company_id = t$0.id AND t$1.stage IS DISTINCT FROM $5::VARCHAR COLLATE "C" ORDER BY t$1.email_folded ASC, t$1.id ASC 
 LIMIT 3) AS t$2 
HAVING true) AS t$17) AS "customers" 
FROM company AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.country = ANY ($6::TEXT[] COLLATE "C") ORDER BY t$0.name_folded DESC, t$0.id DESC 
 LIMIT 2) AS t$18)) AS f0
