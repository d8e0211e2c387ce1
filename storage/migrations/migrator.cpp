// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations/migrator.h"

#include "storage/database/transaction.h"
#include "storage/migrations/schema_v1.h"
#include "storage/migrations/schema_v2.h"
#include "storage/migrations/schema_v3.h"

#include <array>
#include <string>

namespace trutina::storage {

std::span<const Migration> migrations() {
    static constexpr std::array kSteps{
        Migration{1, "items, candidates, votes, measurements and the journal", &createSchemaV1},
        Migration{2, "scores tell 8-bit weights and frame labels apart", &upgradeToSchemaV2},
        Migration{3, "votes tell judgements from what settles a disagreement", &upgradeToSchemaV3},
    };
    return kSteps;
}

int newestSchemaVersion() {
    return migrations().back().to;
}

int schemaVersion(Connection& connection) {
    return static_cast<int>(connection.queryInteger("PRAGMA user_version"));
}

void migrate(Connection& connection, std::span<const Migration> steps, int version) {
    for (const Migration& step : steps) {
        if (step.to <= schemaVersion(connection) || step.to > version) {
            continue;
        }
        WriteTransaction transaction(connection);
        step.apply(connection);
        connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                           "; PRAGMA user_version = " + std::to_string(step.to) + ";");
        transaction.commit();
    }
}

std::filesystem::path backupName(const std::filesystem::path& project, int version) {
    const std::string name = project.string() + ".backup-v" + std::to_string(version);
    std::filesystem::path free = name;
    for (int number = 2; std::filesystem::exists(free); ++number) {
        free = name + "-" + std::to_string(number);
    }
    return free;
}

void upgrade(Connection& connection, std::span<const Migration> steps) {
    const int version = schemaVersion(connection);
    const int newest = steps.back().to;
    if (version > newest) {
        throw Failure("project.newer", "This project was made with a newer version of Trutina.",
                      "Update Trutina to open it. The project was not changed.",
                      "schema version " + std::to_string(version) + ", this program knows " + std::to_string(newest));
    }
    if (version == newest) {
        return;
    }
    if (connection.isReadOnly()) {
        throw Failure("project.older",
                      "This project was made with an older version of Trutina and must be brought up to date first.",
                      "Open it once for changes; a copy is kept.",
                      "schema version " + std::to_string(version) + ", this program reads " + std::to_string(newest));
    }
    connection.copyTo(backupName(connection.file(), version));
    migrate(connection, steps, newest);
}

} // namespace trutina::storage
