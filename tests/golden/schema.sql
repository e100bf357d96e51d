CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE TABLE "about" (
   "key" TEXT PRIMARY KEY,
   "value" TEXT
) STRICT;
CREATE TABLE "act" (
   "id" TEXT PRIMARY KEY,
   "node" TEXT NOT NULL,
   "number" INTEGER NOT NULL,
   "stamp" TEXT NOT NULL,
   "at" TEXT NOT NULL,
   "by" TEXT NOT NULL,
   "why" TEXT NOT NULL,
   "source" TEXT NOT NULL,
   "county" INTEGER,
   "backed" INTEGER,
   "doubtful" INTEGER
, offered integer not null default 0) STRICT;
CREATE TABLE "arrival" (
   "sha256" TEXT PRIMARY KEY,
   "package" TEXT NOT NULL,
   "name" TEXT NOT NULL,
   "at" TEXT NOT NULL,
   "by" TEXT NOT NULL,
   "outcome" TEXT NOT NULL,
   "told" TEXT NOT NULL
) STRICT;
CREATE TABLE "change" (
   "id" TEXT PRIMARY KEY,
   "act" TEXT NOT NULL REFERENCES "act"("id"),
   "noun" TEXT NOT NULL,
   "record" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "was" TEXT
) STRICT;
CREATE INDEX change_household on [change] (json_extract(body, '$.household'), record) where json_extract(body, '$.household') is not null;
CREATE INDEX change_shared on [change] (json_extract(body, '$.shared'), record) where json_extract(body, '$.shared') is not null;
CREATE TABLE "contested" (
   "noun" TEXT,
   "record" TEXT,
   "unit" TEXT,
   "claims" TEXT,
   PRIMARY KEY ("noun", "record", "unit")
) STRICT;
CREATE TABLE "entry" (
   "household" TEXT PRIMARY KEY,
   "code" TEXT,
   "head" TEXT,
   "group" TEXT,
   "people" INTEGER,
   "rank" TEXT
) STRICT;
CREATE TABLE "household" (
   "id" TEXT PRIMARY KEY,
   "head" TEXT,
   "code" TEXT,
   "group" TEXT,
   "address" TEXT,
   "phone" TEXT,
   "type" TEXT,
   "monitored" TEXT,
   "cause" TEXT,
   "helper" TEXT,
   "helper_phone" TEXT,
   "lodging" TEXT,
   "note" TEXT
) STRICT;
CREATE TABLE "housing" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "name" TEXT,
   "built" INTEGER,
   "structure" TEXT,
   "storeys" INTEGER,
   "area" TEXT,
   "rooms" INTEGER,
   "rooms_habitable" INTEGER,
   "made_safe" TEXT,
   "made_safe_on" TEXT,
   "counted" INTEGER,
   "pictures" TEXT,
   "site_dangerous" TEXT,
   "foundation" TEXT,
   "walls" TEXT,
   "timber" TEXT,
   "truss" TEXT,
   "concrete" TEXT,
   "slabs" TEXT,
   "roof" TEXT,
   "enclosure" TEXT,
   "protection" TEXT,
   "appraised" TEXT,
   "appraiser" TEXT,
   "appraised_on" TEXT,
   "report" TEXT,
   "report_picture" TEXT,
   "decided" TEXT,
   "decided_why" TEXT,
   "decided_by" TEXT,
   "decided_on" TEXT,
   "decided_picture" TEXT,
   "shared" TEXT,
   "sleepers" TEXT,
   "sealed" TEXT
) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX "idx_act_node_number"
    ON "act" ("node", "number");
CREATE INDEX "idx_change_act"
    ON "change" ("act");
CREATE INDEX "idx_change_record_noun"
    ON "change" ("record", "noun");
CREATE INDEX "idx_entry_rank"
    ON "entry" ("rank");
CREATE INDEX "idx_housing_household"
    ON "housing" ("household");
CREATE INDEX "idx_housing_shared"
    ON "housing" ("shared");
CREATE INDEX "idx_measure_household"
    ON "measure" ("household");
CREATE INDEX "idx_member_household"
    ON "member" ("household");
CREATE INDEX "idx_plan_household"
    ON "plan" ("household");
CREATE INDEX "idx_problem_household"
    ON "problem" ("household");
CREATE INDEX "idx_promise_household"
    ON "promise" ("household");
CREATE INDEX "idx_registered_household"
    ON "registered" ("household");
CREATE INDEX "idx_review_household"
    ON "review" ("household");
CREATE INDEX "idx_search_household"
    ON "search" ("household");
CREATE INDEX "idx_visit_household"
    ON "visit" ("household");
CREATE INDEX "idx_water_household"
    ON "water" ("household");
CREATE TABLE "measure" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "year" INTEGER,
   "kind" TEXT,
   "what" TEXT,
   "person" TEXT,
   "quantity" TEXT,
   "measured_in" TEXT,
   "money" INTEGER,
   "start" TEXT,
   "due" TEXT,
   "responsible" TEXT,
   "expected" TEXT,
   "progress" TEXT,
   "effect" TEXT
) STRICT;
CREATE TABLE "member" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "name" TEXT,
   "relation" TEXT,
   "number" TEXT,
   "sex" TEXT,
   "birth" TEXT,
   "code" TEXT,
   "nation" TEXT,
   "phone" TEXT,
   "education" TEXT,
   "school" TEXT,
   "health" TEXT,
   "labour" TEXT,
   "work_region" TEXT,
   "work_months" INTEGER,
   "insured" TEXT,
   "serious_insured" TEXT,
   "joined" TEXT,
   "joined_on" TEXT,
   "left" TEXT,
   "left_on" TEXT
) STRICT;
CREATE TABLE "offer" (
   "noun" TEXT,
   "record" TEXT,
   "unit" TEXT,
   "text" TEXT,
   "change" TEXT,
   PRIMARY KEY ("noun", "record", "unit", "change")
) STRICT;
CREATE TABLE "plan" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "year" INTEGER,
   "situation" TEXT,
   "goal" TEXT,
   "responsible" TEXT
) STRICT;
CREATE TABLE "problem" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "found_on" TEXT,
   "source" TEXT,
   "kind" TEXT,
   "what" TEXT,
   "measure" TEXT,
   "responsible" TEXT,
   "due" TEXT,
   "state" TEXT,
   "evidence" TEXT,
   "closed_on" TEXT,
   "checker" TEXT
) STRICT;
CREATE TABLE "promise" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "asked_on" TEXT,
   "wish" TEXT,
   "answer" TEXT,
   "by" TEXT,
   "due" TEXT,
   "kept" TEXT,
   "kept_on" TEXT,
   "outcome" TEXT
) STRICT;
CREATE TABLE "registered" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "topic" TEXT,
   "member" TEXT,
   "column" TEXT,
   "said" TEXT,
   "on" TEXT,
   "source" TEXT
) STRICT;
CREATE TABLE replaced (change text, unit text, by text, primary key (change, unit, by)) strict, without rowid;
CREATE INDEX replaced_by on replaced (by);
CREATE TABLE retold (change text, act text, primary key (change, act)) strict, without rowid;
CREATE TABLE "review" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "what" TEXT,
   "state" TEXT,
   "comment" TEXT,
   "level" TEXT,
   "by" TEXT,
   "day" TEXT,
   "subject" TEXT,
   "question" TEXT,
   "turn" INTEGER,
   "seen" TEXT
) STRICT;
CREATE TABLE row (noun text, record text, hash text, primary key (noun, record)) strict, without rowid;
CREATE TABLE same (noun text, record text, survivor text, primary key (noun, record)) strict, without rowid;
CREATE TABLE "search" (
   "record" TEXT PRIMARY KEY,
   "household" TEXT,
   "keys" TEXT
) STRICT;
CREATE TABLE "village" (
   "id" TEXT PRIMARY KEY,
   "name" TEXT,
   "code" TEXT,
   "town" TEXT,
   "county" TEXT,
   "water_region" TEXT,
   "water_profile" TEXT,
   "housing_method" TEXT,
   "secretary" TEXT,
   "party_secretary" TEXT,
   "unit" TEXT,
   "phone" TEXT
) STRICT;
CREATE TABLE "visit" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "day" TEXT,
   "way" TEXT,
   "outcome" TEXT,
   "met" TEXT,
   "companions" TEXT,
   "schooling" TEXT,
   "insurance" TEXT,
   "spending" TEXT,
   "work" TEXT,
   "disaster" TEXT,
   "wishes" TEXT,
   "note" TEXT,
   "confirmed" TEXT,
   "entered" TEXT,
   "corrects" TEXT
) STRICT;
CREATE TABLE "water" (
   "id" TEXT PRIMARY KEY,
   "household" TEXT,
   "source" TEXT,
   "region" TEXT,
   "litres" TEXT,
   "piped" TEXT,
   "minutes" INTEGER,
   "distance" TEXT,
   "height" TEXT,
   "dry_days" INTEGER,
   "shut_off" TEXT,
   "dry_when" TEXT,
   "result" TEXT,
   "laboratory" TEXT,
   "tested_on" TEXT,
   "report" TEXT,
   "report_picture" TEXT,
   "look" TEXT,
   "smell" TEXT,
   "asked" TEXT,
   "taste" TEXT,
   "pictures" TEXT,
   "decided" TEXT,
   "decided_why" TEXT,
   "decided_by" TEXT,
   "decided_on" TEXT
) STRICT;
