// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/resume_check.h"

#include "app/cli/console.h"
#include "storage/formats/conversation_record.h"

#include <nlohmann/json.hpp>

namespace trutina::cli {

namespace {

[[noreturn]] void failResuming(const QString& why) {
    throw CommandFailure(ExitCode::File,
                         {QStringLiteral("resume.mismatch"),
                          why,
                          QStringLiteral("Begin anew with --force, or use the input, the model and the options of that run."),
                          {}});
}

} // namespace

bool checkEarlierLine(std::string_view written, const std::optional<std::string>& line, const RunMarks& marks,
                      std::int64_t number) {
    const auto record = nlohmann::json::parse(written, nullptr, false);
    if (!line || !record.is_object() ||
        record.value("id", nlohmann::json()) != nlohmann::json::parse(storage::conversationRecordIdJson(*line), nullptr, false)) {
        failResuming(QStringLiteral("Record %1 of the unfinished output does not belong to this input.").arg(number));
    }
    if (record.contains("error")) {
        return true;
    }
    for (const auto& [field, value] : marks.values) {
        if (record.value(field, nlohmann::json()) != nlohmann::json::parse(value)) {
            failResuming(QStringLiteral("The unfinished output was made with another %1.").arg(QString::fromStdString(field)));
        }
    }
    for (const auto& [field, isWanted] : marks.parts) {
        if (record.contains(field) != isWanted) {
            failResuming((isWanted ? QStringLiteral("The unfinished output was made without %1.")
                                   : QStringLiteral("The unfinished output was made with %1."))
                             .arg(QString::fromStdString(field)));
        }
    }
    return false;
}

} // namespace trutina::cli
