// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/pair_writer.h"

namespace trutina::storage {

PairWriter::PairWriter(ExportTarget& target, Abilities abilities)
    : m_target(target), m_sieve(abilities, target.options, [&target](const MediaRecord& media) {
          return target.media.typeOf(media).kind == MediaKind::Video;
      }) {}

void PairWriter::writeItem(const ExportItem& source) {
    const ItemRecord& item = source.item;
    const Split split = splitOf(item, m_target.options.rules);
    const auto place = [&](const std::vector<MediaRecord>& media) {
        return placesMedia() ? m_target.media.place(media, mediaFolder(split)) : std::vector<std::string>();
    };
    m_sieve.sift(source, m_target.ledger, [&](const PreferencePair& pair) {
        check(item, pair);
        m_target.media.require(item.media);
        m_target.media.require(pair.chosen->media);
        m_target.media.require(pair.rejected->media);
        writePair({source, pair, split, place(item.media), place(pair.chosen->media), place(pair.rejected->media)});
    });
}

} // namespace trutina::storage
