SELECT json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(CAST(t$4._key0 AS TEXT), CAST(t$4._key1 AS TEXT), CAST(t$4._key2 AS TEXT)) AS "keys", count(*) AS "count", json_build_object('quantity'::text, sum(t$4.quantity)) AS "sum" 
FROM (SELECT t$0.quantity AS quantity, t$2.name AS _key0, t$3.name AS _key1, t$2.country AS _key2 
FROM order_item AS t$0 LEFT OUTER JOIN "order" AS t$1 ON t$1.tenant_id = $1::UUID AND t$1.id = t$0.order_id LEFT OUTER JOIN customer AS t$2 ON t$2.tenant_id = $1::UUID AND t$2.id = t$1.customer_id LEFT OUTER JOIN product AS t$3 ON t$3.tenant_id = $1::UUID AND t$3.id = t$0.product_id 
WHERE t$0.tenant_id = $1::UUID) AS t$4 GROUP BY t$4._key0, t$4._key1, t$4._key2 ORDER BY t$4._key0 ASC NULLS LAST, t$4._key1 ASC NULLS LAST, t$4._key2 ASC NULLS LAST 
 LIMIT 1000) AS t$5))) AS f0
