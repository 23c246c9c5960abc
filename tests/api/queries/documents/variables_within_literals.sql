SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_1 
FROM (SELECT t0.external_id AS "externalId" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND ((t0.country IS NOT NULL) IS NOT true AND t0.gender = ANY ($2::TEXT[] COLLATE "C") OR t0.kind = ANY ($3::TEXT[] COLLATE "C") AND t0.country = ANY ($4::TEXT[] COLLATE "C") OR t0.name_folded = ANY ($5::TEXT[] COLLATE "C") AND t0.name = ANY ($6::TEXT[] COLLATE "C") OR t0.birth_date = ANY ($7::DATE[])) AND NOT (EXISTS (SELECT 1 
FROM tag AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.id IN (SELECT t2.tag_id 
FROM customer_tag AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.customer_id = t0.id) AND (t1.name = ANY ($8::TEXT[] COLLATE "C")) IS NOT true)) ORDER BY t0.id ASC 
 LIMIT 20) AS t3)) AS f0
