// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/embedded_pictures.h"

#include <nlohmann/json.hpp>

namespace trutina::storage {

using Json = nlohmann::ordered_json;

Json embeddedPictures(ExportTarget& target, const std::vector<MediaRecord>& pictures) {
    Json list = Json::array();
    for (const MediaRecord& picture : pictures) {
        if (target.options.media == MediaTransfer::Reference) {
            list.push_back({{"bytes", nullptr}, {"path", target.media.place(picture)}});
            continue;
        }
        const std::string bytes = ExportMedia::bytes(picture);
        list.push_back({{"bytes", Json::binary({bytes.begin(), bytes.end()})}, {"path", target.media.fileName(picture)}});
    }
    return list;
}

} // namespace trutina::storage
