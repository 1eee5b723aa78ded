CREATE TABLE `idempotency_keys` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`fingerprint` text NOT NULL,
	`owner` text NOT NULL,
	`leased_until` integer NOT NULL,
	`outcomes` text,
	`status` integer,
	`headers` text,
	`body` text,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_expiry` ON `idempotency_keys` (`expires_at`);