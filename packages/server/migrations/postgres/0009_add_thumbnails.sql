CREATE TABLE "thumbnails" (
	"content_id" text NOT NULL,
	"workspace_no" bigint NOT NULL,
	"source" text NOT NULL,
	"copy_of" text,
	"attempts" bigint NOT NULL,
	"next_attempt_at" bigint,
	"failure" text,
	"etag" text,
	"image" "bytea",
	CONSTRAINT "thumbnails_content_id_workspace_no_pk" PRIMARY KEY("content_id","workspace_no")
);
--> statement-breakpoint
CREATE INDEX "thumbnails_due" ON "thumbnails" USING btree ("workspace_no","next_attempt_at") WHERE next_attempt_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE "content" DROP COLUMN "thumbnail_source";