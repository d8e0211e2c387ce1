// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/stage_text.h"

#include <QCoreApplication>

namespace trutina::services {

namespace {
QString tr(const char* source) {
    return QCoreApplication::translate("trutina::services::stages", source);
}
} // namespace

QString stageText(engine::Stage stage) {
    switch (stage) {
    case engine::Stage::Queued:
        return tr("Waiting");
    case engine::Stage::ReadingModel:
        return tr("Reading the model");
    case engine::Stage::DecodingMedia:
        return tr("Reading the pictures");
    case engine::Stage::EncodingMedia:
        return tr("Looking at the pictures");
    case engine::Stage::ReadingPrompt:
        return tr("Reading the prompt");
    case engine::Stage::ScoringCandidates:
        return tr("Weighing the answers");
    }
    return {};
}

} // namespace trutina::services
