SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t2), '[]'::json) AS coalesce_1 
FROM (SELECT t0.external_id AS "externalId" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM company AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.id = t0.company_id AND t1.country = $2::VARCHAR COLLATE "C")) ORDER BY t0.id ASC 
 LIMIT 20) AS t2)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t5), '[]'::json) AS coalesce_2 
FROM (SELECT t3.external_id AS "externalId" 
FROM customer AS t3 
WHERE t3.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM company AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.id = t3.company_id)) ORDER BY t3.id ASC 
 LIMIT 20) AS t5)) AS f1, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t6 
WHERE t6.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM company AS t7 
WHERE t7.tenant_id = $1::UUID AND t7.id = t6.company_id)) IS NOT true)) AS f2, json_build_object('totalCount'::text, (SELECT count(*) AS count_2 
FROM customer AS t8 
WHERE t8.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM company AS t9 
WHERE t9.tenant_id = $1::UUID AND t9.id = t8.company_id AND t9.country = $3::VARCHAR COLLATE "C")) IS NOT true)) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t14), '[]'::json) AS coalesce_3 
FROM (SELECT t10.external_id AS "externalId" 
FROM order_item AS t10 
WHERE t10.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM "order" AS t11 
WHERE t11.tenant_id = $1::UUID AND t11.id = t10.order_id AND (EXISTS (SELECT 1 
FROM customer AS t12 
WHERE t12.tenant_id = $1::UUID AND t12.id = t11.customer_id AND (EXISTS (SELECT 1 
FROM company AS t13 
WHERE t13.tenant_id = $1::UUID AND t13.id = t12.company_id AND t13.name_folded = $4::VARCHAR COLLATE "C" AND t13.name = $5::VARCHAR COLLATE "C")))))) ORDER BY t10.id ASC 
 LIMIT 20) AS t14)) AS f4
