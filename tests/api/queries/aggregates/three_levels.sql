SELECT json_build_object('aggregate'::text, (SELECT row_to_json(t$2) AS row_to_json_1 
FROM (SELECT count(*) AS "count", json_build_object('employees'::text, CAST(avg(t$1.employees) AS DOUBLE PRECISION)) AS "avg" 
FROM (SELECT t$0.employees AS employees 
FROM company AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 
HAVING true) AS t$2), 'nodes'::text, (SELECT coalesce(json_agg(t$17), '[]'::json) AS coalesce_1 
FROM (SELECT t$3.name AS "name", json_build_object('aggregate'::text, (SELECT row_to_json(t$6) AS row_to_json_2 
FROM (SELECT count(*) AS "count" 
FROM (SELECT 1 AS one 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.company_id = t$3.id) AS t$5 
HAVING true) AS t$6), 'nodes'::text, (SELECT coalesce(json_agg(t$16), '[]'::json) AS coalesce_2 
FROM (SELECT t$7.name AS "name", json_build_object('aggregate'::text, (SELECT row_to_json(t$10) AS row_to_json_3 
FROM (SELECT count(*) AS "count", json_build_object('placedAt'::text, max(t$9.placed_at)) AS "max" 
FROM (SELECT t$8.placed_at AS placed_at 
FROM "order" AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.customer_id = t$7.id) AS t$9 
HAVING true) AS t$10), 'nodes'::text, (SELECT coalesce(json_agg(t$15), '[]'::json) AS coalesce_3 
FROM (SELECT json_build_object('aggregate'::text, (SELECT row_to_json(t$14) AS row_to_json_4 
FROM (SELECT count(*) AS "count", json_build_object('quantity'::text, sum(t$13.quantity), 'total'::text, CASE WHEN (min(t$13.total_currency) = max(t$13.total_currency)) THEN json_build_object('amount'::text, CAST(sum(t$13.total_minor) * CASE WHEN (min(t$13.total_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (min(t$13.total_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (min(t$13.total_currency) IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (min(t$13.total_currency) IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, min(t$13.total_currency)) END) AS "sum", json_build_object('quantity'::text, CAST(avg(t$13.quantity) AS DOUBLE PRECISION)) AS "avg" 
FROM (SELECT t$12.quantity AS quantity, t$12.total_minor AS total_minor, t$12.total_currency AS total_currency 
FROM order_item AS t$12 
WHERE t$12.tenant_id = $1::UUID AND t$12.order_id = t$11.id) AS t$13 
HAVING true) AS t$14)) AS "items" 
FROM "order" AS t$11 
WHERE t$11.tenant_id = $1::UUID AND t$11.customer_id = t$7.id ORDER BY t$11.id ASC 
 LIMIT 2) AS t$15)) AS "orders" 
FROM customer AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.company_id = t$3.id ORDER BY t$7.id ASC 
 LIMIT 2) AS t$16)) AS "customers" 
FROM company AS t$3 
WHERE t$3.tenant_id = $1::UUID ORDER BY t$3.id ASC 
 LIMIT 2) AS t$17)) AS f0
