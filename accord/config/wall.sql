-- The functions of the second wall (accord/config/wall.py). Owned by the owner of the tables; safe to run again.

CREATE TABLE IF NOT EXISTS accord_wall_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
CREATE TABLE IF NOT EXISTS accord_wall_act (role text NOT NULL, act text NOT NULL, PRIMARY KEY (role, act));
REVOKE ALL ON accord_wall_key, accord_wall_act FROM PUBLIC;

-- The person signed in: believed only under the key that the site's role cannot read, on this connection, for an hour.
CREATE OR REPLACE FUNCTION accord_viewer() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT CASE WHEN told.whole ~ '^[0-9]{1,18}[.][0-9]{1,12}[.][0-9a-f]{64}$' THEN (
    SELECT split_part(told.whole, '.', 1)::bigint FROM accord_wall_key AS key
    WHERE abs(extract(epoch FROM now()) - split_part(told.whole, '.', 2)::bigint) < 3600
      AND split_part(told.whole, '.', 3) = encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(
        split_part(told.whole, '.', 1) || '.' || split_part(told.whole, '.', 2) || '.' || pg_backend_pid(), 'UTF8')
      )), 'hex')
  ) END
  FROM (SELECT current_setting('accord.viewer', true) AS whole) AS told
$$;

-- Rights that stand today, of people who may sign in.
CREATE OR REPLACE FUNCTION accord_standing()
RETURNS TABLE (person_id bigint, done_for bigint, role text, kind text, id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT g.person_id, g.on_behalf_of_id, g.role::text, g.scope_kind::text, g.scope_id::text
  FROM accounts_grant AS g JOIN accounts_person AS p ON p.id = g.person_id AND p.is_active
  CROSS JOIN (SELECT (now() AT TIME ZONE 'Europe/London')::date AS day) AS today
  WHERE g.starts_on <= today.day AND (g.ends_before IS NULL OR g.ends_before > today.day)
$$;
REVOKE ALL ON FUNCTION accord_standing() FROM PUBLIC;

-- Those in whose name the viewer acts.
CREATE OR REPLACE FUNCTION accord_done_for() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, public AS $$
  SELECT done_for FROM accord_standing() WHERE person_id = accord_viewer() AND done_for IS NOT NULL
$$;

-- The acts that the viewer holds today and over what; in somebody's name, what both roles allow over what was given.
CREATE OR REPLACE FUNCTION accord_held() RETURNS TABLE (act text, kind text, id text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public AS $$
  WITH standing AS MATERIALIZED (SELECT * FROM accord_standing()), own AS (
    SELECT * FROM standing WHERE person_id = accord_viewer())
  SELECT may.act, own.kind, own.id FROM own JOIN accord_wall_act AS may ON may.role = own.role
  WHERE own.done_for IS NULL
  UNION
  SELECT may.act, own.kind, own.id FROM own
  JOIN accord_wall_act AS may ON may.role = own.role
  JOIN standing AS theirs ON theirs.person_id = own.done_for AND theirs.done_for IS NULL
    AND (theirs.kind, theirs.id) IN ((own.kind, own.id), ('everywhere', ''))
  JOIN accord_wall_act AS too ON too.role = theirs.role AND too.act = may.act
$$;

CREATE OR REPLACE FUNCTION accord_may(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM accord_held() WHERE act = wanted)
$$;

-- Where a record ends, for whoever adds to it: a number and a digest, and nothing of what was done.
CREATE OR REPLACE FUNCTION accord_end_of_record(record text) RETURNS TABLE (sequence bigint, digest text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public AS $$
  SELECT coalesce(max(last.sequence), 0), coalesce(max(last.digest), '') FROM (
    (SELECT e.sequence, e.digest FROM accounts_event AS e WHERE record = 'done' ORDER BY e.sequence DESC LIMIT 1)
    UNION ALL
    (SELECT r.sequence, r.digest FROM accounts_reading AS r WHERE record = 'reads' ORDER BY r.sequence DESC LIMIT 1)
  ) AS last
$$;

-- The last number that was given out, so that a row which is just being added can be told from all others.
CREATE OR REPLACE FUNCTION accord_last_grant() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(max(g.id), 0) FROM accounts_grant AS g
$$;

-- How many rights somebody holds or will hold: a number, and nothing of what they are.
CREATE OR REPLACE FUNCTION accord_rights_held(person bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT count(*) FROM accounts_grant AS g
  WHERE g.person_id = person
    AND (g.ends_before IS NULL OR g.ends_before > (now() AT TIME ZONE 'Europe/London')::date)
$$;

CREATE OR REPLACE FUNCTION accord_last_agreement() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(max(a.id), 0) FROM sharing_agreement AS a
$$;

-- The agreements that a school, under any of its numbers, or the members of a group are parties to.
CREATE OR REPLACE FUNCTION accord_agreements_with(kind text, id text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public AS $$
  SELECT v.agreement_id FROM sharing_party AS p JOIN sharing_version AS v ON v.id = p.version_id
  WHERE $1 = 'school' AND (p.urn = $2 OR p.urn IN (
    SELECT other.urn FROM register_establishment AS one
    JOIN register_establishment AS other ON other.school_id = one.school_id WHERE one.urn = $2))
  UNION
  SELECT v.agreement_id FROM sharing_party AS p JOIN sharing_version AS v ON v.id = p.version_id
  JOIN register_membership AS m ON m.urn = p.urn JOIN register_group AS g ON g.id = m.group_id
  WHERE $1 = 'group' AND g.slug = $2
  UNION
  SELECT v.agreement_id FROM sharing_party AS p JOIN sharing_version AS v ON v.id = p.version_id
  JOIN register_establishment AS e ON e.urn = p.urn WHERE $1 = 'authority' AND e.la_code = $2
$$;

-- The numbers, old and new, of the schools whose own record the viewer may read.
CREATE OR REPLACE FUNCTION accord_own_schools() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, public AS $$
  WITH own AS (SELECT held.id FROM accord_held() AS held WHERE held.act = 'read_own_record' AND held.kind = 'school')
  SELECT own.id FROM own
  UNION
  SELECT other.urn::text FROM own JOIN register_establishment AS one ON one.urn = own.id
  JOIN register_establishment AS other ON other.school_id = one.school_id
$$;
