import Atlas

/// The tables behind rates, and those of what is beside them: food, compost, reuse.
enum RatesTables {
    static let tables = [
        WasteDenominator.table, ContaminationAudit.table, FoodWasteMeasurement.table, CompostOutput.table,
        ReuseEntry.table,
    ]
    static let migrations = [
        WasteDenominator.migration, ContaminationAudit.migration, FoodWasteMeasurement.migration,
        CompostOutput.migration, ReuseEntry.migration,
    ]
}
