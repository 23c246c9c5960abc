SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.external_id AS "externalId", t0.country AS "country" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND (t0.country < $2::VARCHAR COLLATE "C" OR t0.country IS NULL AND $2::VARCHAR COLLATE "C" IS NOT NULL OR t0.country IS NOT DISTINCT FROM $2::VARCHAR COLLATE "C" AND t0.id < $3::UUID) ORDER BY t0.country DESC NULLS LAST, t0.id DESC 
 LIMIT 3) AS t1)) AS f0
