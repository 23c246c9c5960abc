SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$1), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.name_folded = $2::VARCHAR COLLATE "C" ORDER BY t$0.id ASC 
 LIMIT 20) AS t$1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_2 
FROM (SELECT t$2.name AS "name" 
FROM customer AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.name_folded >= $3::VARCHAR COLLATE "C" AND (t$2.name_folded < $4::VARCHAR COLLATE "C" OR $4::VARCHAR COLLATE "C" IS NULL) ORDER BY t$2.id ASC 
 LIMIT 20) AS t$3)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_3 
FROM (SELECT t$4.name AS "name" 
FROM company AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.name_folded = ANY ($5::TEXT[] COLLATE "C") ORDER BY t$4.id ASC 
 LIMIT 20) AS t$5)) AS f2, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$7), '[]'::json) AS coalesce_4 
FROM (SELECT t$6.external_id AS "externalId" 
FROM customer AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.name_folded = $6::VARCHAR COLLATE "C" ORDER BY t$6.id ASC 
 LIMIT 20) AS t$7)) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$9), '[]'::json) AS coalesce_5 
FROM (SELECT t$8.external_id AS "externalId" 
FROM customer AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.name_folded >= $7::VARCHAR COLLATE "C" AND (t$8.name_folded < $8::VARCHAR COLLATE "C" OR $8::VARCHAR COLLATE "C" IS NULL) ORDER BY t$8.id ASC 
 LIMIT 20) AS t$9)) AS f4, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_6 
FROM (SELECT t$10.external_id AS "externalId" 
FROM customer AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.name_folded >= $9::VARCHAR COLLATE "C" AND (t$10.name_folded < $10::VARCHAR COLLATE "C" OR $10::VARCHAR COLLATE "C" IS NULL) AND t$10.name >= $11::VARCHAR COLLATE "C" AND (t$10.name < $12::VARCHAR COLLATE "C" OR $12::VARCHAR COLLATE "C" IS NULL) ORDER BY t$10.id ASC 
 LIMIT 20) AS t$11)) AS f5
