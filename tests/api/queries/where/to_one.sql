SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$2), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.external_id AS "externalId" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM company AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id = t$0.company_id AND t$1.country = $2::VARCHAR COLLATE "C")) ORDER BY t$0.id ASC 
 LIMIT 20) AS t$2)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_2 
FROM (SELECT t$3.external_id AS "externalId" 
FROM customer AS t$3 
WHERE t$3.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM company AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.id = t$3.company_id)) ORDER BY t$3.id ASC 
 LIMIT 20) AS t$5)) AS f1, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t$6 
WHERE t$6.tenant_id = $1::UUID AND NOT (EXISTS (SELECT 1 
FROM company AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.id = t$6.company_id)))) AS f2, json_build_object('totalCount'::text, (SELECT count(*) AS count_2 
FROM customer AS t$8 
WHERE t$8.tenant_id = $1::UUID AND NOT (EXISTS (SELECT 1 
FROM company AS t$9 
WHERE t$9.tenant_id = $1::UUID AND t$9.id = t$8.company_id AND t$9.country = $3::VARCHAR COLLATE "C")))) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$14), '[]'::json) AS coalesce_3 
FROM (SELECT t$10.external_id AS "externalId" 
FROM order_item AS t$10 
WHERE t$10.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM "order" AS t$11 
WHERE t$11.tenant_id = $1::UUID AND t$11.id = t$10.order_id AND (EXISTS (SELECT 1 
FROM customer AS t$12 
WHERE t$12.tenant_id = $1::UUID AND t$12.id = t$11.customer_id AND (EXISTS (SELECT 1 
FROM company AS t$13 
WHERE t$13.tenant_id = $1::UUID AND t$13.id = t$12.company_id AND t$13.name_folded = $4::VARCHAR COLLATE "C" AND t$13.name = $5::VARCHAR COLLATE "C")))))) ORDER BY t$10.id ASC 
 LIMIT 20) AS t$14)) AS f4
