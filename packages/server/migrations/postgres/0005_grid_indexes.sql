DROP INDEX "content_identities_content";--> statement-breakpoint
DROP INDEX "content_tags_seq";--> statement-breakpoint
DROP INDEX "content_facet";--> statement-breakpoint
DROP INDEX "content_views";--> statement-breakpoint
DROP INDEX "content_external";--> statement-breakpoint
CREATE INDEX "creators_silent" ON "creators" USING btree ("workspace_no","id") WHERE do_not_contact;--> statement-breakpoint
CREATE INDEX "content_facet" ON "content" USING btree ("workspace_no","platform","eligible","spark_status","media_type","posted_at","views","open_request_id","code_ends_at");--> statement-breakpoint
CREATE INDEX "content_views" ON "content" USING btree ("workspace_no",(CASE WHEN views IS NULL THEN -1 ELSE views END),"seq");--> statement-breakpoint
CREATE UNIQUE INDEX "content_external" ON "content" USING btree ("workspace_no","external_id") WHERE external_id IS NOT NULL;