SELECT (SELECT t$1.built 
FROM (SELECT json_build_object() AS built 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $2::VARCHAR COLLATE "C") AS t$1) AS f0, (SELECT t$3.built 
FROM (SELECT json_build_object() AS built 
FROM customer AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.external_id = $3::VARCHAR COLLATE "C") AS t$3) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$10), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT t$6.built 
FROM (SELECT json_build_object() AS built 
FROM company AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.id = t$4.company_id) AS t$6) AS "company", (SELECT coalesce(json_agg(t$9.built), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_object() AS built 
FROM tag AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.id IN (SELECT t$8.tag_id 
FROM customer_tag AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.customer_id = t$4.id) ORDER BY t$7.id ASC 
 LIMIT 100) AS t$9) AS "tags", json_build_object() AS "orders" 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID ORDER BY t$4.id ASC 
 LIMIT 1) AS t$10)) AS f2, json_build_object() AS f3, (SELECT row_to_json(t$13) AS row_to_json_1 
FROM (SELECT coalesce(json_agg(json_build_object() ORDER BY t$12._place) FILTER (WHERE t$12._place <= 1), '[]'::json) AS "edges", json_build_object() AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$11.id ASC) AS _place, t$11.tenant_id AS tenant_id, t$11.id AS id, t$11.external_id AS external_id, t$11.created_at AS created_at, t$11.updated_at AS updated_at, t$11.version AS version, t$11.name AS name, t$11.name_folded AS name_folded, t$11.description AS description, t$11.price_minor AS price_minor, t$11.price_currency AS price_currency, t$11.active AS active, t$11.category_id AS category_id 
FROM product AS t$11 
WHERE t$11.tenant_id = $1::UUID ORDER BY t$11.id ASC 
 LIMIT 2) AS t$12 
HAVING true) AS t$13) AS f4, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$15), '[]'::json) AS coalesce_3 
FROM (SELECT json_build_object() AS "total" 
FROM "order" AS t$14 
WHERE t$14.tenant_id = $1::UUID ORDER BY t$14.id ASC 
 LIMIT 1) AS t$15)) AS f5
