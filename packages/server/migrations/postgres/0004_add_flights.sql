CREATE TABLE "flight_gaps" (
	"workspace_no" bigint NOT NULL,
	"code_id" text NOT NULL,
	"flight_id" text NOT NULL,
	"code_ends_at" bigint NOT NULL,
	"announced_at" bigint NOT NULL,
	CONSTRAINT "flight_gaps_workspace_no_code_id_flight_id_code_ends_at_pk" PRIMARY KEY("workspace_no","code_id","flight_id","code_ends_at")
);
--> statement-breakpoint
CREATE TABLE "flights" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"content_id" text NOT NULL,
	"ad_account_id" text,
	"starts_on" text NOT NULL,
	"ends_on" text NOT NULL,
	"time_zone" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "flights_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
ALTER TABLE "spark_codes" ADD COLUMN "used_at" bigint;
--> statement-breakpoint
ALTER TABLE "spark_codes" ADD COLUMN "used_ad_id" text;
--> statement-breakpoint
ALTER TABLE "spark_codes" ADD COLUMN "used_ad_account_id" text;
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "settings" jsonb;
--> statement-breakpoint
CREATE INDEX "flights_content" ON "flights" USING btree ("workspace_no","content_id");
--> statement-breakpoint
CREATE INDEX "flights_end" ON "flights" USING btree ("workspace_no","ends_at");
