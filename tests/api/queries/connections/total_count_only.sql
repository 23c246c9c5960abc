SELECT json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.country = $2::VARCHAR COLLATE "C")) AS f0
