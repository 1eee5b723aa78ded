CREATE TABLE "erased_identities" (
	"workspace_no" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "erased_identities_workspace_no_hash_pk" PRIMARY KEY("workspace_no","hash")
);
--> statement-breakpoint
CREATE TABLE "erasure_keys" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "erasure_keys_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"workspace_no" bigint NOT NULL,
	"creator_id" text NOT NULL,
	"phase" text NOT NULL,
	"position" bigint NOT NULL,
	"next_at" bigint NOT NULL,
	"actor" jsonb NOT NULL,
	"request_id" text,
	"started_at" bigint NOT NULL,
	"completed_at" bigint,
	CONSTRAINT "erasures_workspace_no_creator_id_pk" PRIMARY KEY("workspace_no","creator_id")
);
--> statement-breakpoint
ALTER TABLE "creators" ADD COLUMN "erased_at" bigint;--> statement-breakpoint
CREATE INDEX "erasures_open" ON "erasures" USING btree ("next_at") WHERE completed_at IS NULL;