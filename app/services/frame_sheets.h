// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/engine_library.h"
#include "storage/formats/transfer.h"

namespace trutina::services {

/// Sheets of frames as the model sees videos, for exports. The engine is opened with the first video. Throws storage::Failure
/// with the engine's code for a video that cannot be read. Threads: to be called from one thread.
[[nodiscard]] storage::FrameSheetMaker frameSheetMaker(EngineSource source = EngineLibrary::source());

} // namespace trutina::services
