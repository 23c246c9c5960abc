SELECT json_build_object('aggregate'::text, json_build_object()) AS f0, json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$2.built), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_object() AS built 
FROM (SELECT t$0.kind AS _key0 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 GROUP BY t$1._key0 ORDER BY t$1._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$2))) AS f1
