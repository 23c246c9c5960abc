SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t2), '[]'::json) AS coalesce_1 
FROM (SELECT t0.external_id AS "externalId" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM "order" AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.customer_id = t0.id AND t1.status = $2::VARCHAR COLLATE "C")) ORDER BY t0.id ASC 
 LIMIT 20) AS t2)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t5), '[]'::json) AS coalesce_2 
FROM (SELECT t3.external_id AS "externalId" 
FROM customer AS t3 
WHERE t3.tenant_id = $1::UUID AND t3.stage = $3::VARCHAR COLLATE "C" AND NOT (EXISTS (SELECT 1 
FROM "order" AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.customer_id = t3.id AND t4.status = $4::VARCHAR COLLATE "C")) ORDER BY t3.id ASC 
 LIMIT 20) AS t5)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t8), '[]'::json) AS coalesce_3 
FROM (SELECT t6.external_id AS "externalId" 
FROM customer AS t6 
WHERE t6.tenant_id = $1::UUID AND t6.stage = $5::VARCHAR COLLATE "C" AND NOT (EXISTS (SELECT 1 
FROM "order" AS t7 
WHERE t7.tenant_id = $1::UUID AND t7.customer_id = t6.id AND (t7.status = $6::VARCHAR COLLATE "C") IS NOT true)) ORDER BY t6.id ASC 
 LIMIT 20) AS t8)) AS f2, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t11), '[]'::json) AS coalesce_4 
FROM (SELECT t9.external_id AS "externalId" 
FROM customer AS t9 
WHERE t9.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM "order" AS t10 
WHERE t10.tenant_id = $1::UUID AND t10.customer_id = t9.id)) ORDER BY t9.id ASC 
 LIMIT 20) AS t11)) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t14), '[]'::json) AS coalesce_5 
FROM (SELECT t12.name AS "name" 
FROM company AS t12 
WHERE t12.tenant_id = $1::UUID AND NOT (EXISTS (SELECT 1 
FROM customer AS t13 
WHERE t13.tenant_id = $1::UUID AND t13.company_id = t12.id)) ORDER BY t12.id ASC 
 LIMIT 20) AS t14)) AS f4, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM company AS t15 
WHERE t15.tenant_id = $1::UUID AND NOT (EXISTS (SELECT 1 
FROM customer AS t16 
WHERE t16.tenant_id = $1::UUID AND t16.company_id = t15.id AND true IS NOT true)))) AS f5, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t20), '[]'::json) AS coalesce_6 
FROM (SELECT t17.external_id AS "externalId" 
FROM customer AS t17 
WHERE t17.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM tag AS t18 
WHERE t18.tenant_id = $1::UUID AND t18.id IN (SELECT t19.tag_id 
FROM customer_tag AS t19 
WHERE t19.tenant_id = $1::UUID AND t19.customer_id = t17.id) AND t18.name_folded = $7::VARCHAR COLLATE "C")) ORDER BY t17.id ASC 
 LIMIT 20) AS t20)) AS f6, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t26), '[]'::json) AS coalesce_7 
FROM (SELECT t21.external_id AS "externalId" 
FROM customer AS t21 
WHERE t21.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM tag AS t22 
WHERE t22.tenant_id = $1::UUID AND t22.id IN (SELECT t23.tag_id 
FROM customer_tag AS t23 
WHERE t23.tenant_id = $1::UUID AND t23.customer_id = t21.id))) AND NOT (EXISTS (SELECT 1 
FROM tag AS t24 
WHERE t24.tenant_id = $1::UUID AND t24.id IN (SELECT t25.tag_id 
FROM customer_tag AS t25 
WHERE t25.tenant_id = $1::UUID AND t25.customer_id = t21.id) AND (t24.name_folded = $8::VARCHAR COLLATE "C" AND t24.name = $9::VARCHAR COLLATE "C") IS NOT true)) ORDER BY t21.id ASC 
 LIMIT 20) AS t26)) AS f7
