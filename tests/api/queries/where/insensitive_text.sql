SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.name_folded = $2::VARCHAR COLLATE "C" ORDER BY t0.id ASC 
 LIMIT 20) AS t1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_2 
FROM (SELECT t2.name AS "name" 
FROM customer AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.name_folded >= $3::VARCHAR COLLATE "C" AND (t2.name_folded < $4::VARCHAR COLLATE "C" OR $4::VARCHAR COLLATE "C" IS NULL) ORDER BY t2.id ASC 
 LIMIT 20) AS t3)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t5), '[]'::json) AS coalesce_3 
FROM (SELECT t4.name AS "name" 
FROM company AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.name_folded = ANY ($5::TEXT[] COLLATE "C") ORDER BY t4.id ASC 
 LIMIT 20) AS t5)) AS f2, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t7), '[]'::json) AS coalesce_4 
FROM (SELECT t6.external_id AS "externalId" 
FROM customer AS t6 
WHERE t6.tenant_id = $1::UUID AND t6.name_folded = $6::VARCHAR COLLATE "C" ORDER BY t6.id ASC 
 LIMIT 20) AS t7)) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t9), '[]'::json) AS coalesce_5 
FROM (SELECT t8.external_id AS "externalId" 
FROM customer AS t8 
WHERE t8.tenant_id = $1::UUID AND t8.name_folded >= $7::VARCHAR COLLATE "C" AND (t8.name_folded < $8::VARCHAR COLLATE "C" OR $8::VARCHAR COLLATE "C" IS NULL) ORDER BY t8.id ASC 
 LIMIT 20) AS t9)) AS f4, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t11), '[]'::json) AS coalesce_6 
FROM (SELECT t10.external_id AS "externalId" 
FROM customer AS t10 
WHERE t10.tenant_id = $1::UUID AND t10.name_folded >= $9::VARCHAR COLLATE "C" AND (t10.name_folded < $10::VARCHAR COLLATE "C" OR $10::VARCHAR COLLATE "C" IS NULL) AND t10.name >= $11::VARCHAR COLLATE "C" AND (t10.name < $12::VARCHAR COLLATE "C" OR $12::VARCHAR COLLATE "C" IS NULL) ORDER BY t10.id ASC 
 LIMIT 20) AS t11)) AS f5
