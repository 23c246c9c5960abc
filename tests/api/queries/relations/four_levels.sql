SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t18), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name", (SELECT row_to_json(t17) AS row_to_json_1 
FROM (SELECT coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('email+>,id+>'::text, t2.email_folded, t2.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_'), 'node'::text, (SELECT row_to_json(t16) AS row_to_json_2 
FROM (SELECT t2.name AS "name", json_build_object('nodes'::text, (SELECT coalesce(json_agg(t15), '[]'::json) AS coalesce_2 
FROM (SELECT t3.external_id AS "externalId", json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM order_item AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.order_id = t3.id AND t4.quantity > $2::INTEGER), 'nodes'::text, (SELECT coalesce(json_agg(t14), '[]'::json) AS coalesce_3 
FROM (SELECT t5.quantity AS "quantity", (SELECT row_to_json(t7) AS row_to_json_3 
FROM (SELECT t6.name AS "name", t6.category AS "category" 
FROM product AS t6 
WHERE t6.tenant_id = $1::UUID AND t6.id = t5.product_id) AS t7) AS "product", (SELECT row_to_json(t13) AS row_to_json_4 
FROM (SELECT (SELECT row_to_json(t12) AS row_to_json_5 
FROM (SELECT (SELECT row_to_json(t11) AS row_to_json_6 
FROM (SELECT t10.name AS "name" 
FROM company AS t10 
WHERE t10.tenant_id = $1::UUID AND t10.id = t9.company_id) AS t11) AS "company" 
FROM customer AS t9 
WHERE t9.tenant_id = $1::UUID AND t9.id = t8.customer_id) AS t12) AS "customer" 
FROM "order" AS t8 
WHERE t8.tenant_id = $1::UUID AND t8.id = t5.order_id) AS t13) AS "order" 
FROM order_item AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.order_id = t3.id AND t5.quantity > $3::INTEGER ORDER BY t5.id ASC 
 LIMIT 1) AS t14)) AS "items" 
FROM "order" AS t3 
WHERE t3.tenant_id = $1::UUID AND t3.customer_id = t2.id AND t3.placed_at >= $4::TIMESTAMP WITH TIME ZONE ORDER BY t3.total_minor DESC, t3.id DESC 
 LIMIT 2) AS t15)) AS "orders") AS t16)) ORDER BY t2._place) FILTER (WHERE t2._place <= 2), '[]'::json) AS "edges" 
FROM (SELECT row_number() OVER (ORDER BY t1.email_folded ASC, t1.id ASC) AS _place, t1.tenant_id AS tenant_id, t1.id AS id, t1.external_id AS external_id, t1.created_at AS created_at, t1.updated_at AS updated_at, t1.version AS version, t1.kind AS kind, t1.stage AS stage, t1.name AS name, t1.name_folded AS name_folded, t1.given_name AS given_name, t1.family_name AS family_name, t1.family_name_folded AS family_name_folded, t1.email AS email, t1.email_folded AS email_folded, t1.phone AS phone, t1.birth_date AS birth_date, t1.gender AS gender, t1.street AS street, t1.city AS city, t1.region AS region, t1.postal_code AS postal_code, t1.country AS country, t1.language AS language, t1.job_title AS job_title, t1.industry AS industry, t1.company_id AS company_id 
FROM customer AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.company_id = t0.id AND t1.stage IS DISTINCT FROM $5::VARCHAR COLLATE "C" ORDER BY t1.email_folded ASC, t1.id ASC 
 LIMIT 3) AS t2 
HAVING true) AS t17) AS "customers" 
FROM company AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.country = ANY ($6::TEXT[] COLLATE "C") ORDER BY t0.name_folded DESC, t0.id DESC 
 LIMIT 2) AS t18)) AS f0
