SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$1), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.external_id AS "externalId" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.country = $2::VARCHAR COLLATE "C" AND t$0.kind = $3::VARCHAR COLLATE "C" ORDER BY t$0.id ASC 
 LIMIT 20) AS t$1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_2 
FROM (SELECT t$2.external_id AS "externalId" 
FROM customer AS t$2 
WHERE t$2.tenant_id = $1::UUID AND (t$2.country = $4::VARCHAR COLLATE "C" OR t$2.gender = $5::VARCHAR COLLATE "C") ORDER BY t$2.id ASC 
 LIMIT 20) AS t$3)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_3 
FROM (SELECT t$4.external_id AS "externalId" 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID AND (t$4.country = $6::VARCHAR COLLATE "C" OR t$4.kind = $7::VARCHAR COLLATE "C") IS NOT true ORDER BY t$4.id ASC 
 LIMIT 20) AS t$5)) AS f2, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM tag AS t$6 
WHERE t$6.tenant_id = $1::UUID)) AS f3, json_build_object('totalCount'::text, (SELECT count(*) AS count_2 
FROM tag AS t$7 
WHERE t$7.tenant_id = $1::UUID AND false)) AS f4, json_build_object('totalCount'::text, (SELECT count(*) AS count_3 
FROM tag AS t$8 
WHERE t$8.tenant_id = $1::UUID)) AS f5, json_build_object('totalCount'::text, (SELECT count(*) AS count_4 
FROM tag AS t$9 
WHERE t$9.tenant_id = $1::UUID AND true IS NOT true)) AS f6, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_4 
FROM (SELECT t$10.external_id AS "externalId" 
FROM customer AS t$10 
WHERE t$10.tenant_id = $1::UUID AND (false AND t$10.country = $8::VARCHAR COLLATE "C") IS NOT true AND t$10.country = $9::VARCHAR COLLATE "C" ORDER BY t$10.id ASC 
 LIMIT 20) AS t$11)) AS f7
