CREATE TABLE `handoffs` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`filter` text NOT NULL,
	`scopes` text NOT NULL,
	`chunk_size` integer NOT NULL,
	`token_hash` text NOT NULL,
	`token_sealed` text NOT NULL,
	`expires_at` integer NOT NULL,
	`opened_at` integer,
	`revoked_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `handoffs_token` ON `handoffs` (`token_hash`);