CREATE TABLE `message_templates` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`channel` text NOT NULL,
	`locale` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text,
	`text` text NOT NULL,
	`is_default` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `message_templates_default` ON `message_templates` (`workspace_no`,`kind`,`channel`,`locale`) WHERE is_default;--> statement-breakpoint
ALTER TABLE `approval_links` ADD `short_code_hash` text;--> statement-breakpoint
ALTER TABLE `approval_links` ADD `short_code_sealed` text;--> statement-breakpoint
ALTER TABLE `approval_links` ADD `short_code_ends_at` integer;--> statement-breakpoint
CREATE INDEX `approval_links_short_code` ON `approval_links` (`short_code_hash`);--> statement-breakpoint
ALTER TABLE `spark_requests` ADD `reminder_due_at` integer;--> statement-breakpoint
ALTER TABLE `spark_requests` ADD `reminded_at` integer;--> statement-breakpoint
CREATE INDEX `spark_requests_unsent` ON `spark_requests` (`workspace_no`,`created_at`) WHERE status = 'pending' AND sent_at IS NULL;--> statement-breakpoint
CREATE INDEX `spark_requests_reminding` ON `spark_requests` (`workspace_no`,`reminder_due_at`) WHERE status = 'pending' AND reminder_due_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `workspaces` DROP COLUMN `message_template`;