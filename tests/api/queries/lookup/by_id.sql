SELECT (SELECT row_to_json(t1) AS row_to_json_1 
FROM (SELECT 'customer_' || CAST(t0.id AS TEXT) AS "id", t0.name AS "name", t0.email AS "email", t0.birth_date AS "birthDate", t0.gender AS "gender", t0.stage AS "stage", t0.phone AS "phone", t0.version AS "version", t0.created_at AS "createdAt" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.id = $2::UUID) AS t1) AS f0
