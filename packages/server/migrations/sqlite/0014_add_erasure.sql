CREATE TABLE `erased_identities` (
	`workspace_no` integer NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `erasure_keys` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE TABLE `erasures` (
	`workspace_no` integer NOT NULL,
	`creator_id` text NOT NULL,
	`phase` text NOT NULL,
	`position` integer NOT NULL,
	`next_at` integer NOT NULL,
	`actor` text NOT NULL,
	`request_id` text,
	`started_at` integer NOT NULL,
	`completed_at` integer,
	PRIMARY KEY(`workspace_no`, `creator_id`)
);
--> statement-breakpoint
CREATE INDEX `erasures_open` ON `erasures` (`next_at`) WHERE completed_at IS NULL;--> statement-breakpoint
ALTER TABLE `creators` ADD `erased_at` integer;