SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$1), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.name_folded >= $2::VARCHAR COLLATE "C" AND (t$0.name_folded < $3::VARCHAR COLLATE "C" OR $3::VARCHAR COLLATE "C" IS NULL) AND t$0.name >= $4::VARCHAR COLLATE "C" AND (t$0.name < $5::VARCHAR COLLATE "C" OR $5::VARCHAR COLLATE "C" IS NULL) ORDER BY t$0.id ASC 
 LIMIT 20) AS t$1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_2 
FROM (SELECT t$2.name AS "name" 
FROM customer AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.name_folded >= $6::VARCHAR COLLATE "C" AND (t$2.name_folded < $7::VARCHAR COLLATE "C" OR $7::VARCHAR COLLATE "C" IS NULL) AND t$2.name >= $8::VARCHAR COLLATE "C" AND (t$2.name < $9::VARCHAR COLLATE "C" OR $9::VARCHAR COLLATE "C" IS NULL) ORDER BY t$2.id ASC 
 LIMIT 20) AS t$3)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_3 
FROM (SELECT t$4.name AS "name" 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.name_folded >= $10::VARCHAR COLLATE "C" AND (t$4.name_folded < $11::VARCHAR COLLATE "C" OR $11::VARCHAR COLLATE "C" IS NULL) AND t$4.name >= $12::VARCHAR COLLATE "C" AND (t$4.name < $13::VARCHAR COLLATE "C" OR $13::VARCHAR COLLATE "C" IS NULL) ORDER BY t$4.id ASC 
 LIMIT 20) AS t$5)) AS f2, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$7), '[]'::json) AS coalesce_4 
FROM (SELECT t$6.name AS "name" 
FROM customer AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.name_folded >= $14::VARCHAR COLLATE "C" AND (t$6.name_folded < $15::VARCHAR COLLATE "C" OR $15::VARCHAR COLLATE "C" IS NULL) AND t$6.name >= $16::VARCHAR COLLATE "C" AND (t$6.name < $17::VARCHAR COLLATE "C" OR $17::VARCHAR COLLATE "C" IS NULL) ORDER BY t$6.id ASC 
 LIMIT 20) AS t$7)) AS f3, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$9), '[]'::json) AS coalesce_5 
FROM (SELECT t$8.name AS "name" 
FROM customer AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.name_folded >= $18::VARCHAR COLLATE "C" AND (t$8.name_folded < $19::VARCHAR COLLATE "C" OR $19::VARCHAR COLLATE "C" IS NULL) AND t$8.name >= $20::VARCHAR COLLATE "C" AND (t$8.name < $21::VARCHAR COLLATE "C" OR $21::VARCHAR COLLATE "C" IS NULL) ORDER BY t$8.id ASC 
 LIMIT 20) AS t$9)) AS f4, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_6 
FROM (SELECT t$10.external_id AS "externalId" 
FROM customer AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.name_folded >= $22::VARCHAR COLLATE "C" AND (t$10.name_folded < $23::VARCHAR COLLATE "C" OR $23::VARCHAR COLLATE "C" IS NULL) AND t$10.name >= $24::VARCHAR COLLATE "C" AND (t$10.name < $25::VARCHAR COLLATE "C" OR $25::VARCHAR COLLATE "C" IS NULL) ORDER BY t$10.id ASC 
 LIMIT 20) AS t$11)) AS f5, json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t$12 
WHERE t$12.tenant_id = $1::UUID AND t$12.name_folded >= $26::VARCHAR COLLATE "C" AND (t$12.name_folded < $27::VARCHAR COLLATE "C" OR $27::VARCHAR COLLATE "C" IS NULL) AND t$12.name >= $28::VARCHAR COLLATE "C" AND (t$12.name < $29::VARCHAR COLLATE "C" OR $29::VARCHAR COLLATE "C" IS NULL))) AS f6, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$14), '[]'::json) AS coalesce_7 
FROM (SELECT t$13.city AS "city" 
FROM company AS t$13 
WHERE t$13.tenant_id = $1::UUID AND t$13.city >= $30::VARCHAR COLLATE "C" AND (t$13.city < $31::VARCHAR COLLATE "C" OR $31::VARCHAR COLLATE "C" IS NULL) ORDER BY t$13.id ASC 
 LIMIT 20) AS t$14)) AS f7
