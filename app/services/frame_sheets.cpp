// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/frame_sheets.h"

#include "engine/api/engine.h"
#include "storage/records/error.h"

#include <QTemporaryDir>

#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

namespace trutina::services {

storage::FrameSheetMaker frameSheetMaker(EngineSource source) {
    // Shared by the copies of the function.
    struct State {
        EngineSource source;
        std::shared_ptr<engine::Engine> engine;
        QTemporaryDir folder;
    };
    const auto state = std::make_shared<State>();
    state->source = std::move(source);
    return [state](const std::filesystem::path& video) {
        try {
            if (!state->engine) {
                state->engine = state->source();
            }
            engine::MediaInspectionOptions options;
            options.as = engine::MediaReading::Video;
            options.saveSheet = std::filesystem::path(state->folder.filePath(QStringLiteral("sheet.png")).toStdString());
            (void)state->engine->inspectMedia(video, options);
            std::ifstream stream(options.saveSheet, std::ios::binary);
            return std::string{std::istreambuf_iterator<char>(stream), {}};
        } catch (const engine::Failure& failure) {
            const engine::Error& error = failure.error();
            throw storage::Failure(error.code, error.message, error.hint, error.detail);
        }
    };
}

} // namespace trutina::services
