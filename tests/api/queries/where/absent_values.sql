SELECT json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.gender IS DISTINCT FROM $2::VARCHAR COLLATE "C")) AS f0, json_build_object('totalCount'::text, (SELECT count(*) AS count_2 
FROM customer AS t1 
WHERE t1.tenant_id = $1::UUID AND (t1.gender = ANY ($3::TEXT[] COLLATE "C")) IS NOT true)) AS f1, json_build_object('totalCount'::text, (SELECT count(*) AS count_3 
FROM customer AS t2 
WHERE t2.tenant_id = $1::UUID AND (t2.gender = $4::VARCHAR COLLATE "C") IS NOT true)) AS f2, json_build_object('totalCount'::text, (SELECT count(*) AS count_4 
FROM customer AS t3 
WHERE t3.tenant_id = $1::UUID AND t3.gender = $5::VARCHAR COLLATE "C")) AS f3, json_build_object('totalCount'::text, (SELECT count(*) AS count_5 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.gender IS NULL)) AS f4, json_build_object('totalCount'::text, (SELECT count(*) AS count_6 
FROM customer AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.gender IS NOT NULL)) AS f5, json_build_object('totalCount'::text, (SELECT count(*) AS count_7 
FROM customer AS t6 
WHERE t6.tenant_id = $1::UUID AND (t6.birth_date < $6::DATE) IS NOT true)) AS f6, json_build_object('totalCount'::text, (SELECT count(*) AS count_8 
FROM customer AS t7 
WHERE t7.tenant_id = $1::UUID AND t7.birth_date >= $7::DATE)) AS f7, json_build_object('totalCount'::text, (SELECT count(*) AS count_9 
FROM customer AS t8 
WHERE t8.tenant_id = $1::UUID AND t8.gender = ANY ($8::TEXT[] COLLATE "C"))) AS f8, json_build_object('totalCount'::text, (SELECT count(*) AS count_10 
FROM customer AS t9 
WHERE t9.tenant_id = $1::UUID AND (t9.gender = ANY ($9::TEXT[] COLLATE "C")) IS NOT true)) AS f9
