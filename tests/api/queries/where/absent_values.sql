SELECT json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.gender IS DISTINCT FROM $2::VARCHAR COLLATE "C")) AS f0, json_build_object('totalCount'::text, (SELECT count(*) AS count_2 
FROM customer AS t$1 
WHERE t$1.tenant_id = $1::UUID AND (t$1.gender = ANY ($3::TEXT[] COLLATE "C")) IS NOT true)) AS f1, json_build_object('totalCount'::text, (SELECT count(*) AS count_3 
FROM customer AS t$2 
WHERE t$2.tenant_id = $1::UUID AND (t$2.gender = $4::VARCHAR COLLATE "C") IS NOT true)) AS f2, json_build_object('totalCount'::text, (SELECT count(*) AS count_4 
FROM customer AS t$3 
WHERE t$3.tenant_id = $1::UUID AND t$3.gender = $5::VARCHAR COLLATE "C")) AS f3, json_build_object('totalCount'::text, (SELECT count(*) AS count_5 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.gender IS NULL)) AS f4, json_build_object('totalCount'::text, (SELECT count(*) AS count_6 
FROM customer AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.gender IS NOT NULL)) AS f5, json_build_object('totalCount'::text, (SELECT count(*) AS count_7 
FROM customer AS t$6 
WHERE t$6.tenant_id = $1::UUID AND (t$6.birth_date < $6::DATE) IS NOT true)) AS f6, json_build_object('totalCount'::text, (SELECT count(*) AS count_8 
FROM customer AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.birth_date >= $7::DATE)) AS f7, json_build_object('totalCount'::text, (SELECT count(*) AS count_9 
FROM customer AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.gender = ANY ($8::TEXT[] COLLATE "C"))) AS f8, json_build_object('totalCount'::text, (SELECT count(*) AS count_10 
FROM customer AS t$9 
WHERE t$9.tenant_id = $1::UUID AND (t$9.gender = ANY ($9::TEXT[] COLLATE "C")) IS NOT true)) AS f9
