SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.name_folded >= $2::VARCHAR COLLATE "C" AND (t0.name_folded < $3::VARCHAR COLLATE "C" OR $3::VARCHAR COLLATE "C" IS NULL) AND t0.name >= $4::VARCHAR COLLATE "C" AND (t0.name < $5::VARCHAR COLLATE "C" OR $5::VARCHAR COLLATE "C" IS NULL) ORDER BY t0.id ASC 
 LIMIT 20) AS t1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_2 
FROM (SELECT t2.name AS "name" 
FROM customer AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.name_folded >= $6::VARCHAR COLLATE "C" AND (t2.name_folded < $7::VARCHAR COLLATE "C" OR $7::VARCHAR COLLATE "C" IS NULL) AND t2.name >= $8::VARCHAR COLLATE "C" AND (t2.name < $9::VARCHAR COLLATE "C" OR $9::VARCHAR COLLATE "C" IS NULL) ORDER BY t2.id ASC 
 LIMIT 20) AS t3)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t5), '[]'::json) AS coalesce_3 
FROM (SELECT t4.name AS "name" 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.name_folded >= $10::VARCHAR COLLATE "C" AND (t4.name_folded < $11::VARCHAR COLLATE "C" OR $11::VARCHAR COLLATE "C" IS NULL) AND t4.name >= $12::VARCHAR COLLATE "C" AND (t4.name < $13::VARCHAR COLLATE "C" OR $13::VARCHAR COLLATE "C" IS NULL) ORDER BY t4.id ASC 
 LIMIT 20) AS t5)) AS f2, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t7), '[]'::json) AS coalesce_4 
FROM (SELECT t6.name AS "name" 
FROM customer AS t6 
WHERE t6.tenant_id = $1::UUID AND t6.name_folded >= $14::VARCHAR COLLATE "C" AND (t6.name_folded < $15::VARCHAR COLLATE "C" OR $15::VARCHAR COLLATE "C" IS NULL) AND t6.name >= $16::VARCHAR COLLATE "C" AND (t6.name < $17::VARCHAR COLLATE "C" OR $17::VARCHAR COLLATE "C" IS NULL) ORDER BY t6.id ASC 
 LIMIT 20) AS t7)) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t9), '[]'::json) AS coalesce_5 
FROM (SELECT t8.name AS "name" 
FROM customer AS t8 
WHERE t8.tenant_id = $1::UUID AND t8.name_folded >= $18::VARCHAR COLLATE "C" AND (t8.name_folded < $19::VARCHAR COLLATE "C" OR $19::VARCHAR COLLATE "C" IS NULL) AND t8.name >= $20::VARCHAR COLLATE "C" AND (t8.name < $21::VARCHAR COLLATE "C" OR $21::VARCHAR COLLATE "C" IS NULL) ORDER BY t8.id ASC 
 LIMIT 20) AS t9)) AS f4, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t11), '[]'::json) AS coalesce_6 
FROM (SELECT t10.external_id AS "externalId" 
FROM customer AS t10 
WHERE t10.tenant_id = $1::UUID AND t10.name_folded >= $22::VARCHAR COLLATE "C" AND (t10.name_folded < $23::VARCHAR COLLATE "C" OR $23::VARCHAR COLLATE "C" IS NULL) AND t10.name >= $24::VARCHAR COLLATE "C" AND (t10.name < $25::VARCHAR COLLATE "C" OR $25::VARCHAR COLLATE "C" IS NULL) ORDER BY t10.id ASC 
 LIMIT 20) AS t11)) AS f5, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t12 
WHERE t12.tenant_id = $1::UUID AND t12.name_folded >= $26::VARCHAR COLLATE "C" AND (t12.name_folded < $27::VARCHAR COLLATE "C" OR $27::VARCHAR COLLATE "C" IS NULL) AND t12.name >= $28::VARCHAR COLLATE "C" AND (t12.name < $29::VARCHAR COLLATE "C" OR $29::VARCHAR COLLATE "C" IS NULL))) AS f6, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t14), '[]'::json) AS coalesce_7 
FROM (SELECT t13.city AS "city" 
FROM company AS t13 
WHERE t13.tenant_id = $1::UUID AND t13.city >= $30::VARCHAR COLLATE "C" AND (t13.city < $31::VARCHAR COLLATE "C" OR $31::VARCHAR COLLATE "C" IS NULL) ORDER BY t13.id ASC 
 LIMIT 20) AS t14)) AS f7
