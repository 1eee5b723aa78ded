CREATE TABLE `flight_gaps` (
	`workspace_no` integer NOT NULL,
	`code_id` text NOT NULL,
	`flight_id` text NOT NULL,
	`code_ends_at` integer NOT NULL,
	`announced_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `code_id`, `flight_id`, `code_ends_at`)
);
--> statement-breakpoint
CREATE TABLE `flights` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`content_id` text NOT NULL,
	`ad_account_id` text,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`time_zone` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE INDEX `flights_content` ON `flights` (`workspace_no`,`content_id`);
--> statement-breakpoint
CREATE INDEX `flights_end` ON `flights` (`workspace_no`,`ends_at`);
--> statement-breakpoint
ALTER TABLE `spark_codes` ADD `used_at` integer;
--> statement-breakpoint
ALTER TABLE `spark_codes` ADD `used_ad_id` text;
--> statement-breakpoint
ALTER TABLE `spark_codes` ADD `used_ad_account_id` text;
--> statement-breakpoint
ALTER TABLE `workspaces` ADD `settings` text;
