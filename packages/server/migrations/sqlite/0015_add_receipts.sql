CREATE TABLE `receipts` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`request_id` text NOT NULL,
	`code_id` text NOT NULL,
	`answered_at` integer NOT NULL,
	`record` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE INDEX `receipts_request` ON `receipts` (`workspace_no`,`request_id`,`id`);