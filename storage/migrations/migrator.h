// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"

#include <filesystem>
#include <span>
#include <string>

namespace trutina::storage {

/// One step from version `to` - 1 of the schema to version `to`.
struct Migration {
    int to = 0;
    const char* description = "";
    void (*apply)(Connection&) = nullptr; ///< runs inside the step's own transaction
};

/// All steps from an empty file to the newest version, in order. Never change one that was released: add another.
[[nodiscard]] std::span<const Migration> migrations();

/// The version this program writes.
[[nodiscard]] int newestSchemaVersion();

/// "TRUT": marks an SQLite file as a Trutina project (PRAGMA application_id).
inline constexpr std::int32_t kApplicationId = 0x54525554;

[[nodiscard]] int schemaVersion(Connection& connection);

/// Applies the steps above the file's version up to `version`, each with its version number in one transaction: after a
/// failure the file is as the last whole step left it.
void migrate(Connection& connection, std::span<const Migration> steps, int version);

/// Where the copy goes that is kept before a file of `version` is migrated: NAME.trutina.backup-vN, with a number after it
/// when there is one already.
[[nodiscard]] std::filesystem::path backupName(const std::filesystem::path& project, int version);

/// Brings an existing project up to the last of `steps` after keeping a copy; does nothing when it is up to date. Throws Failure
/// "project.newer" for a file of a later version, and "project.older" when it would have to change one that is read only.
void upgrade(Connection& connection, std::span<const Migration> steps);

} // namespace trutina::storage
