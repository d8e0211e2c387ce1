// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/record_format.h"

#include <memory>
#include <vector>

namespace trutina::storage {

// The readers of formats whose files are lists of records, one source file each. What they take is in docs/formats.md.

std::unique_ptr<RecordFormat> makeTrlFormat();
std::unique_ptr<RecordFormat> makeIxcFormat();
std::unique_ptr<RecordFormat> makeLlamaFactoryFormat();
std::unique_ptr<RecordFormat> makeMsSwiftFormat();
std::unique_ptr<RecordFormat> makeOpenRlhfFormat();
std::unique_ptr<RecordFormat> makeRlhfVFormat();
std::unique_ptr<RecordFormat> makeRlaifVFormat();
std::unique_ptr<RecordFormat> makeVlFeedbackFormat();
std::unique_ptr<RecordFormat> makePickAPicFormat();
std::unique_ptr<RecordFormat> makeVlRewardBenchFormat();
std::unique_ptr<RecordFormat> makeRewardBenchFormat();
std::unique_ptr<RecordFormat> makeRewardBench2Format();
std::unique_ptr<RecordFormat> makeRmBenchFormat();
std::unique_ptr<RecordFormat> makeVideoGenRewardBenchFormat();
std::unique_ptr<RecordFormat> makeArenaFormat();
std::unique_ptr<RecordFormat> makeLabelStudioFormat();
std::unique_ptr<RecordFormat> makeArgillaFormat();
std::unique_ptr<RecordFormat> makeAnswersFormat();
std::unique_ptr<RecordFormat> makeTableFormat();
std::unique_ptr<RecordFormat> makeImageFolderFormat();

/// All of them, those first whose records could be mistaken for another's.
const std::vector<std::unique_ptr<RecordFormat>>& recordFormats();

} // namespace trutina::storage
