SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.external_id AS "externalId" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.country = $2::VARCHAR COLLATE "C" AND t0.kind = $3::VARCHAR COLLATE "C" ORDER BY t0.id ASC 
 LIMIT 20) AS t1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_2 
FROM (SELECT t2.external_id AS "externalId" 
FROM customer AS t2 
WHERE t2.tenant_id = $1::UUID AND (t2.country = $4::VARCHAR COLLATE "C" OR t2.gender = $5::VARCHAR COLLATE "C") ORDER BY t2.id ASC 
 LIMIT 20) AS t3)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t5), '[]'::json) AS coalesce_3 
FROM (SELECT t4.external_id AS "externalId" 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID AND (t4.country = $6::VARCHAR COLLATE "C" OR t4.kind = $7::VARCHAR COLLATE "C") IS NOT true ORDER BY t4.id ASC 
 LIMIT 20) AS t5)) AS f2, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM tag AS t6 
WHERE t6.tenant_id = $1::UUID)) AS f3, json_build_object('totalCount'::text, (SELECT count(*) AS count_2 
FROM tag AS t7 
WHERE t7.tenant_id = $1::UUID AND false)) AS f4, json_build_object('totalCount'::text, (SELECT count(*) AS count_3 
FROM tag AS t8 
WHERE t8.tenant_id = $1::UUID)) AS f5, json_build_object('totalCount'::text, (SELECT count(*) AS count_4 
FROM tag AS t9 
WHERE t9.tenant_id = $1::UUID AND true IS NOT true)) AS f6, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t11), '[]'::json) AS coalesce_4 
FROM (SELECT t10.external_id AS "externalId" 
FROM customer AS t10 
WHERE t10.tenant_id = $1::UUID AND (false AND t10.country = $8::VARCHAR COLLATE "C") IS NOT true AND t10.country = $9::VARCHAR COLLATE "C" ORDER BY t10.id ASC 
 LIMIT 20) AS t11)) AS f7
