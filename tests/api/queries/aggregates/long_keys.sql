SELECT json_build_object('aggregate'::text, (SELECT t$5.built 
FROM (SELECT json_build_object('aKeyThatIsLongerThanTheNameOfAnyColumnInPostgreSQLCouldEverPossiblyBe'::text, count(*), 'sum'::text, json_build_object('anotherKeyThatIsLongerThanTheNameOfAnyColumnInPostgreSQLCouldEverBe'::text, sum(t$1.version)), 'groupBy'::text, (SELECT coalesce(json_agg(t$4.built), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_object('aThirdKeyThatIsLongerThanTheNameOfAnyColumnInPostgreSQLCouldEverBe'::text, json_build_array(CAST(t$3._key0 AS TEXT))) AS built 
FROM (SELECT t$2.status AS _key0 
FROM "order" AS t$2 
WHERE t$2.tenant_id = $1::UUID) AS t$3 GROUP BY t$3._key0 ORDER BY t$3._key0 ASC NULLS LAST 
 LIMIT 2) AS t$4)) AS built 
FROM (SELECT t$0.version AS version 
FROM "order" AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 
HAVING true) AS t$5)) AS f0
