// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/record_formats.h"

namespace trutina::storage {

const std::vector<std::unique_ptr<RecordFormat>>& recordFormats() {
    static const std::vector<std::unique_ptr<RecordFormat>> formats = [] {
        std::vector<std::unique_ptr<RecordFormat>> made;
        for (const auto make : {makeIxcFormat,         makeArenaFormat,
                                makeMsSwiftFormat,     makeLlamaFactoryFormat,
                                makeImageFolderFormat, makeRlhfVFormat,
                                makeRlaifVFormat,      makeVlFeedbackFormat,
                                makePickAPicFormat,    makeVlRewardBenchFormat,
                                makeRewardBenchFormat, makeRewardBench2Format,
                                makeRmBenchFormat,     makeVideoGenRewardBenchFormat,
                                makeLabelStudioFormat, makeArgillaFormat,
                                makeTableFormat,       makeOpenRlhfFormat,
                                makeTrlFormat,         makeAnswersFormat}) {
            made.push_back(make());
        }
        return made;
    }();
    return formats;
}

} // namespace trutina::storage
