SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$2), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.external_id AS "externalId" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM "order" AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.customer_id = t$0.id AND t$1.status = $2::VARCHAR COLLATE "C")) ORDER BY t$0.id ASC 
 LIMIT 20) AS t$2)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_2 
FROM (SELECT t$3.external_id AS "externalId" 
FROM customer AS t$3 
WHERE t$3.tenant_id = $1::UUID AND t$3.stage = $3::VARCHAR COLLATE "C" AND NOT (EXISTS (SELECT 1 
FROM "order" AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.customer_id = t$3.id AND t$4.status = $4::VARCHAR COLLATE "C")) ORDER BY t$3.id ASC 
 LIMIT 20) AS t$5)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$8), '[]'::json) AS coalesce_3 
FROM (SELECT t$6.external_id AS "externalId" 
FROM customer AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.stage = $5::VARCHAR COLLATE "C" AND NOT (EXISTS (SELECT 1 
FROM "order" AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.customer_id = t$6.id AND (t$7.status = $6::VARCHAR COLLATE "C") IS NOT true)) ORDER BY t$6.id ASC 
 LIMIT 20) AS t$8)) AS f2, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_4 
FROM (SELECT t$9.external_id AS "externalId" 
FROM customer AS t$9 
WHERE t$9.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM "order" AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.customer_id = t$9.id)) ORDER BY t$9.id ASC 
 LIMIT 20) AS t$11)) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$14), '[]'::json) AS coalesce_5 
FROM (SELECT t$12.name AS "name" 
FROM company AS t$12 
WHERE t$12.tenant_id = $1::UUID AND NOT (EXISTS (SELECT 1 
FROM customer AS t$13 
WHERE t$13.tenant_id = $1::UUID AND t$13.company_id = t$12.id)) ORDER BY t$12.id ASC 
 LIMIT 20) AS t$14)) AS f4, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM company AS t$15 
WHERE t$15.tenant_id = $1::UUID AND NOT (EXISTS (SELECT 1 
FROM customer AS t$16 
WHERE t$16.tenant_id = $1::UUID AND t$16.company_id = t$15.id AND true IS NOT true)))) AS f5, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$20), '[]'::json) AS coalesce_6 
FROM (SELECT t$17.external_id AS "externalId" 
FROM customer AS t$17 
WHERE t$17.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM tag AS t$18 
WHERE t$18.tenant_id = $1::UUID AND t$18.id IN (SELECT t$19.tag_id 
FROM customer_tag AS t$19 
WHERE t$19.tenant_id = $1::UUID AND t$19.customer_id = t$17.id) AND t$18.name_folded = $7::VARCHAR COLLATE "C")) ORDER BY t$17.id ASC 
 LIMIT 20) AS t$20)) AS f6, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$26), '[]'::json) AS coalesce_7 
FROM (SELECT t$21.external_id AS "externalId" 
FROM customer AS t$21 
WHERE t$21.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM tag AS t$22 
WHERE t$22.tenant_id = $1::UUID AND t$22.id IN (SELECT t$23.tag_id 
FROM customer_tag AS t$23 
WHERE t$23.tenant_id = $1::UUID AND t$23.customer_id = t$21.id))) AND NOT (EXISTS (SELECT 1 
FROM tag AS t$24 
WHERE t$24.tenant_id = $1::UUID AND t$24.id IN (SELECT t$25.tag_id 
FROM customer_tag AS t$25 
WHERE t$25.tenant_id = $1::UUID AND t$25.customer_id = t$21.id) AND (t$24.name_folded = $8::VARCHAR COLLATE "C" AND t$24.name = $9::VARCHAR COLLATE "C") IS NOT true)) ORDER BY t$21.id ASC 
 LIMIT 20) AS t$26)) AS f7
