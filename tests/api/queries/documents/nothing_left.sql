SELECT (SELECT t1.built 
FROM (SELECT json_build_object() AS built 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.external_id = $2::VARCHAR COLLATE "C") AS t1) AS f0, (SELECT t3.built 
FROM (SELECT json_build_object() AS built 
FROM customer AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.external_id = $3::VARCHAR COLLATE "C") AS t3) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t10), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT t6.built 
FROM (SELECT json_build_object() AS built 
FROM company AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.id = t4.company_id) AS t6) AS "company", (SELECT coalesce(json_agg(t9.built), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_object() AS built 
FROM tag AS t7 
WHERE t7.tenant_id = $1::UUID AND t7.id IN (SELECT t8.tag_id 
FROM customer_tag AS t8 
WHERE t8.tenant_id = $1::UUID AND t8.customer_id = t4.id) ORDER BY t7.id ASC 
 LIMIT 100) AS t9) AS "tags", json_build_object() AS "orders" 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID ORDER BY t4.id ASC 
 LIMIT 1) AS t10)) AS f2, json_build_object() AS f3, (SELECT row_to_json(t13) AS row_to_json_1 
FROM (SELECT coalesce(json_agg(json_build_object() ORDER BY t12._place) FILTER (WHERE t12._place <= 1), '[]'::json) AS "edges", json_build_object() AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t11.id ASC) AS _place, t11.tenant_id AS tenant_id, t11.id AS id, t11.external_id AS external_id, t11.created_at AS created_at, t11.updated_at AS updated_at, t11.version AS version, t11.name AS name, t11.name_folded AS name_folded, t11.category AS category, t11.price_minor AS price_minor, t11.price_currency AS price_currency 
FROM product AS t11 
WHERE t11.tenant_id = $1::UUID ORDER BY t11.id ASC 
 LIMIT 2) AS t12 
HAVING true) AS t13) AS f4, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t15), '[]'::json) AS coalesce_3 
FROM (SELECT json_build_object() AS "total" 
FROM "order" AS t14 
WHERE t14.tenant_id = $1::UUID ORDER BY t14.id ASC 
 LIMIT 1) AS t15)) AS f5
