DROP INDEX "deliveries_event_id";--> statement-breakpoint
DROP INDEX "deliveries_event";--> statement-breakpoint
DROP INDEX "events_sequence";--> statement-breakpoint
DROP INDEX "events_subject";--> statement-breakpoint
DROP INDEX "events_type";--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_event" ON "deliveries" USING btree ("workspace_no","event_id","endpoint_id");--> statement-breakpoint
CREATE UNIQUE INDEX "events_sequence" ON "events" USING btree ("workspace_no","sequence") WHERE sequence IS NOT NULL;--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("workspace_no","subject_id","sequence") WHERE sequence IS NOT NULL;--> statement-breakpoint
CREATE INDEX "events_type" ON "events" USING btree ("workspace_no","type","sequence") WHERE sequence IS NOT NULL;