CREATE TABLE `rights_terms` (
	`workspace_no` integer NOT NULL,
	`hash` text NOT NULL,
	`text` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `hash`)
);
--> statement-breakpoint
ALTER TABLE `spark_requests` ADD `fee_note` text;--> statement-breakpoint
ALTER TABLE `spark_requests` ADD `terms` text;